/// The Larder daemon.
@org.jspecify.annotations.NullMarked
package dev.larder.server;
