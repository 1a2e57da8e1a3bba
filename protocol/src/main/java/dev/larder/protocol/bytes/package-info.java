/// Byte primitives shared by server and client: slices, numbers, patterns.
@NullMarked
package dev.larder.protocol.bytes;

import org.jspecify.annotations.NullMarked;
