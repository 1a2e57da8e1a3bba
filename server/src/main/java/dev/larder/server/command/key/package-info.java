/// The commands on keys, whatever they hold.
@NullMarked
package dev.larder.server.command.key;

import org.jspecify.annotations.NullMarked;
