/// The commands on whole databases.
@NullMarked
package dev.larder.server.command.database;

import org.jspecify.annotations.NullMarked;
