/// When entries end: one timer wheel a shard.
@NullMarked
package dev.larder.server.store.expire;

import org.jspecify.annotations.NullMarked;
