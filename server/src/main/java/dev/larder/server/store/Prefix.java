package dev.larder.server.store;

import java.util.ArrayList;
import java.util.List;

/// One prefix that is tracked by itself. It stays for as long as the server runs.
final class Prefix {
    final byte[] name;
    final int hash;

    /// Its place in the catalogue, and in the rows of what is counted.
    final int number;

    final int depth;

    /// Those one level deeper; guarded by the catalogue.
    final List<Prefix> children = new ArrayList<>();

    /// How often it was invalidated; written under the catalogue.
    volatile long invalidations;

    /// The id that new entries carry; written under the catalogue.
    volatile int id;

    Prefix(byte[] name, int hash, int number, int depth) {
        this.name = name;
        this.hash = hash;
        this.number = number;
        this.depth = depth;
    }
}
