/// How a key finds its entry: the keyed hash and one growing hash index a shard.
@NullMarked
package dev.larder.server.store.index;

import org.jspecify.annotations.NullMarked;
