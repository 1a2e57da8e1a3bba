/// The one package that touches raw memory: a reserved region, the chunks it is cut into, and the
/// spin lock that guards them. Everything above speaks of offsets and chunks, never of addresses.
@NullMarked
package dev.larder.server.memory;

import org.jspecify.annotations.NullMarked;
