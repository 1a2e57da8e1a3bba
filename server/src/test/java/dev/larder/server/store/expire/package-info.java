/// Tests of the timer wheel.
@NullMarked
package dev.larder.server.store.expire;

import org.jspecify.annotations.NullMarked;
