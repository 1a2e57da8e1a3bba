/// Tests of the commands on strings.
@org.jspecify.annotations.NullMarked
package dev.larder.server.command.string;
