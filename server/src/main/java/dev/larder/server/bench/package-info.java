/// A load generator: made-up requests, sent to servers of the Redis protocol over sockets, and what
/// that took.
@org.jspecify.annotations.NullMarked
package dev.larder.server.bench;
