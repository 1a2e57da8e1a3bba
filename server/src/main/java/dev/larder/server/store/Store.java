package dev.larder.server.store;

/// The data of the server.
public final class Store {}
