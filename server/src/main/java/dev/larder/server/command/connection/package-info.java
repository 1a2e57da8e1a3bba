/// Commands about the connection itself: who the client is, how it is answered, who else is there.
@NullMarked
package dev.larder.server.command.connection;

import org.jspecify.annotations.NullMarked;
