/// What the server counts about itself: counters, command and error statistics, latencies, slow log.
///
/// Writers are event loops and must not slow down: each writes a row of its own with plain reads and
/// opaque writes. Readers are rare and pay: they add the rows up.
@org.jspecify.annotations.NullMarked
package dev.larder.server.stats;
