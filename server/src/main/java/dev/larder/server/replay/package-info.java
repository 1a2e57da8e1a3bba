/// Playing recorded requests against a cache, over a socket, and counting what it held.
@org.jspecify.annotations.NullMarked
package dev.larder.server.replay;
