package dev.larder.server.memory;

/// Whether the system may back the region with large pages (2 MiB on x86-64).
public enum LargePages {
    /// Ordinary pages: memory becomes resident, and is given back, in steps of a few KiB.
    NEVER,
    /// Large pages where the system has them: fewer translation misses, coarser steps.
    ALWAYS,
    /// Whatever the system does by default.
    SYSTEM
}
