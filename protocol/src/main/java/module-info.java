/// RESP and the byte primitives under it: no server, no client, no transport.
module dev.larder.protocol {
    requires static transitive org.jspecify;

    exports dev.larder.protocol.bytes;
    exports dev.larder.protocol.resp;
}
