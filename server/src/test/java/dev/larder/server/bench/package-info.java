/// Tests of the load generator.
@org.jspecify.annotations.NullMarked
package dev.larder.server.bench;
