package dev.larder.server.store.intern;

/// What an interned byte string is for. Equal bytes of two kinds are two tenants.
public final class TenantKind {
    /// The value of entries, a string that clients named by an id, or both at once.
    public static final int STRING = 0;

    /// The name of a tag or of a prefix.
    public static final int NAME = 1;

    /// A combination of tags: numbers, not text.
    public static final int LIST = 2;

    /// How many kinds there are.
    static final int COUNT = 3;

    private TenantKind() {}
}
