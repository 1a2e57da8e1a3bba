package dev.larder.server.config;

/// The chapters of the catalogue, in the order in which files and pages list them.
enum Group {
    NETWORK("Network", "Where the server listens and with what."),
    CLIENTS("Clients", "How many clients, for how long, and how much may wait for them."),
    PROTOCOL("Protocol limits", "What a request may be. Larger ones are refused with an error."),
    MEMORY("Memory and eviction", "How much is kept, and what goes first."),
    SECURITY("Security", "Who may do what."),
    OBSERVABILITY("Observability", "What the server measures and remembers about itself."),
    PROCESS("Process and logging", "How the process presents itself and how it ends."),
    COMPATIBILITY(
            "Accepted without effect",
            "Settings of Redis that are read, checked and shown so that its files and tools work"
                    + " unchanged, but that change nothing here.");

    private final String title;
    private final String summary;

    Group(String title, String summary) {
        this.title = title;
        this.summary = summary;
    }

    /// The heading.
    String title() {
        return title;
    }

    /// One sentence under it.
    String summary() {
        return summary;
    }
}
