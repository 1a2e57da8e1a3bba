@org.jspecify.annotations.NullMarked
package dev.larder.server.stats;
