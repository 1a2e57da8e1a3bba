/// Tests of the commands on whole databases.
@org.jspecify.annotations.NullMarked
package dev.larder.server.command.database;
