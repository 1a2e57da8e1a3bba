@NullMarked
package dev.larder.server.store.intern;

import org.jspecify.annotations.NullMarked;
