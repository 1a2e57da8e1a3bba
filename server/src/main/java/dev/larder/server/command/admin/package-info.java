/// Commands for operators: what the server is, how it fares, how it is set, how it stops.
@org.jspecify.annotations.NullMarked
package dev.larder.server.command.admin;
