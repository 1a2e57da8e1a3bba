/// Every setting there is: the catalogue, where values come from, what the server is told of them.
///
/// Text in this package holds one character a byte (ISO 8859-1), so that a password or a path
/// passes through unharmed whatever encoding its bytes are in.
@org.jspecify.annotations.NullMarked
package dev.larder.server.config;
