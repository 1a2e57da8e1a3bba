/// A thin client of servers that speak the Redis protocol.
module dev.larder.client {
    requires static transitive org.jspecify;
    requires transitive dev.larder.protocol;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;

    exports dev.larder.client;
}
