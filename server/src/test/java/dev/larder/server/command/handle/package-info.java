/// Tests of handles.
@NullMarked
package dev.larder.server.command.handle;

import org.jspecify.annotations.NullMarked;
