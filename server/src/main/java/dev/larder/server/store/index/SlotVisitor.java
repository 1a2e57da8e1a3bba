package dev.larder.server.store.index;

/// Receives the slots of a scan. It must not change the index.
@FunctionalInterface
public interface SlotVisitor {
    /// One slot, visited once.
    void visit(int slot);
}
