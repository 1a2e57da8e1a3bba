/// Who goes when memory is short: the eviction order and the policies that read it.
@NullMarked
package dev.larder.server.store.evict;

import org.jspecify.annotations.NullMarked;
