/// Tests of the commands on keys.
@org.jspecify.annotations.NullMarked
package dev.larder.server.command.key;
