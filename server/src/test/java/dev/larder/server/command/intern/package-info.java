@NullMarked
package dev.larder.server.command.intern;

import org.jspecify.annotations.NullMarked;
