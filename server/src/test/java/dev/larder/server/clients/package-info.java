/// Clients people use, as they come, against a real server.
@org.jspecify.annotations.NullMarked
package dev.larder.server.clients;
