@org.jspecify.annotations.NullMarked
package dev.larder.server.command.admin;
