/// Tests of leases.
@NullMarked
package dev.larder.server.command.lease;

import org.jspecify.annotations.NullMarked;
