package dev.larder.server.bench;

/// A kind of request.
public enum Operation {
    /// `SET key value`, with a time to live if the load has one.
    SET,
    /// `GET key`.
    GET,
    /// `MGET key key ...`.
    MGET,
    /// `INCR key`, of keys of its own.
    INCR,
    /// `PING`.
    PING
}
