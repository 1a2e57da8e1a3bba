/// What the server knows of its clients, without knowing how they are connected.
@NullMarked
package dev.larder.server.session;

import org.jspecify.annotations.NullMarked;
