/// Pages of the reference that are made from the catalogues of commands and errors.
@NullMarked
package dev.larder.server.command.reference;

import org.jspecify.annotations.NullMarked;
