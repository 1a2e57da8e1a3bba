/// The thin Java client.
@org.jspecify.annotations.NullMarked
package dev.larder.client;
