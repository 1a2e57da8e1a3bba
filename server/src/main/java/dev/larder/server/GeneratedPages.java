package dev.larder.server;

import dev.larder.server.cli.GeneratedPage;
import dev.larder.server.config.ConfigReference;
import dev.larder.server.config.ConfigTemplate;
import java.util.List;

/// The files in the repository that are made from catalogues in the code. A test compares each with
/// what the code makes now; `larder docs` writes them.
final class GeneratedPages {
    static final List<GeneratedPage> ALL =
            List.of(
                    new GeneratedPage("config/larder.conf", ConfigTemplate::text),
                    new GeneratedPage("docs/reference/configuration.md", ConfigReference::text));

    private GeneratedPages() {}
}
