/// What the process says of itself, and where to.
@org.jspecify.annotations.NullMarked
package dev.larder.server.logging;
