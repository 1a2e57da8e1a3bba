/// Tests of how broken invariants are said.
@NullMarked
package dev.larder.server.check;

import org.jspecify.annotations.NullMarked;
