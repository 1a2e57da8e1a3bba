/// The store: shards of slots, the keys that lead to them and the order in which they go.
@NullMarked
package dev.larder.server.store;

import org.jspecify.annotations.NullMarked;
