/// The thin Java client: one connection, ordered and pipelined, blocking or with futures.
@NullMarked
package dev.larder.client;

import org.jspecify.annotations.NullMarked;
