/// The commands on strings.
@NullMarked
package dev.larder.server.command.string;

import org.jspecify.annotations.NullMarked;
