/// Byte strings that are stored once, however many use them.
@NullMarked
package dev.larder.server.store.intern;

import org.jspecify.annotations.NullMarked;
