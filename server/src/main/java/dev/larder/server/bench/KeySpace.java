package dev.larder.server.bench;

/// The keys that requests name.
///
/// @param count how many there are
/// @param prefix what each begins with; twelve digits follow
/// @param distribution how requests spread over them
/// @param grows whether there are none at first and all of them at the end
public record KeySpace(long count, String prefix, Distribution distribution, boolean grows) {
    static final int DIGITS = 12;

    private static final long COUNT_MAX = 999_999_999_999L;
    private static final int PREFIX_MAX = 1024;

    /// Refuses what cannot be meant.
    public KeySpace {
        require(count >= 1 && count <= COUNT_MAX, "keys " + count + " (1 to " + COUNT_MAX + ")");
        int length = prefix.length();
        require(length <= PREFIX_MAX, "a prefix of " + length + " bytes (at most 1024)");
        require(prefix.chars().allMatch(c -> c > ' ' && c < 0x7f), "a prefix beyond ASCII");
    }

    private static void require(boolean sane, String problem) {
        if (!sane) {
            throw new IllegalArgumentException(problem);
        }
    }

    /// All of them, each once, in order.
    KeySpace once() {
        return new KeySpace(count, prefix, Distribution.parse("sequential"), false);
    }

    /// As many others, with `more` behind their prefix.
    KeySpace apart(String more) {
        return new KeySpace(count, prefix + more, distribution, grows);
    }
}
