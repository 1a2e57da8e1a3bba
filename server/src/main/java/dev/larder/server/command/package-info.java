/// Commands: what they are called, what they take, and the one road by which they run.
@NullMarked
package dev.larder.server.command;

import org.jspecify.annotations.NullMarked;
