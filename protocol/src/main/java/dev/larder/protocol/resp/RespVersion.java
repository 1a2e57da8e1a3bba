package dev.larder.protocol.resp;

/// The version of RESP a connection speaks: 2 until `HELLO 3` asks for more.
public enum RespVersion {
    /// The protocol of Redis up to version 5.
    RESP2,
    /// Maps, sets, doubles, pushes and typed nulls, since Redis 6.
    RESP3
}
