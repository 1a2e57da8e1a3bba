/// Slots with generations: where entries live, and the names by which they are known.
@NullMarked
package dev.larder.server.store.slot;

import org.jspecify.annotations.NullMarked;
