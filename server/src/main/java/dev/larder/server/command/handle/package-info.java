/// Names for the value that a key has now: handles.
@NullMarked
package dev.larder.server.command.handle;

import org.jspecify.annotations.NullMarked;
