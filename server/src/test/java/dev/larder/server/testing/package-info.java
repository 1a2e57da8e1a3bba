/// Fixtures shared by the server's tests.
@org.jspecify.annotations.NullMarked
package dev.larder.server.testing;
