/// `COMMAND`: what commands there are, for client libraries, proxies and `redis-cli`.
@NullMarked
package dev.larder.server.command.introspection;

import org.jspecify.annotations.NullMarked;
