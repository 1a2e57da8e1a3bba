/// Tags, and prefixes, which are tags that need no declaring.
@NullMarked
package dev.larder.server.command.family;

import org.jspecify.annotations.NullMarked;
