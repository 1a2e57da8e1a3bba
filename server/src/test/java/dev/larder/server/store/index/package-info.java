/// Tests of the key hash and the hash index.
@NullMarked
package dev.larder.server.store.index;

import org.jspecify.annotations.NullMarked;
