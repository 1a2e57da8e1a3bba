/// Tests of slots and their names.
@NullMarked
package dev.larder.server.store.slot;

import org.jspecify.annotations.NullMarked;
