/// Leases: one client fills a missing key, the others wait for it.
@NullMarked
package dev.larder.server.command.lease;

import org.jspecify.annotations.NullMarked;
