/// Sockets: who may connect, bytes in, replies out, and how much of both a client may keep waiting.
@NullMarked
package dev.larder.server.net;

import org.jspecify.annotations.NullMarked;
