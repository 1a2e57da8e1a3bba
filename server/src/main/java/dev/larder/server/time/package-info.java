/// What time it is: the one seam between the server and the machine's clocks.
@org.jspecify.annotations.NullMarked
package dev.larder.server.time;
