/// Strings as a service: a dictionary that many programs share.
@NullMarked
package dev.larder.server.command.intern;

import org.jspecify.annotations.NullMarked;
