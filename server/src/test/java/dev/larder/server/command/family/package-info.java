@NullMarked
package dev.larder.server.command.family;

import org.jspecify.annotations.NullMarked;
