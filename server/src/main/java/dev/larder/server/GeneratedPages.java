package dev.larder.server;

import dev.larder.server.cli.GeneratedPage;
import dev.larder.server.command.Command;
import dev.larder.server.command.CommandGroup;
import dev.larder.server.command.reference.CommandPages;
import dev.larder.server.command.reference.ErrorPage;
import dev.larder.server.command.reference.SupportPage;
import dev.larder.server.config.ConfigReference;
import dev.larder.server.config.ConfigTemplate;
import java.util.ArrayList;
import java.util.List;

/// The files in the repository that are made from catalogues in the code. A test compares each with
/// what the code makes now; `larder docs` writes them.
final class GeneratedPages {
    static final List<GeneratedPage> ALL = all();

    private GeneratedPages() {}

    private static List<GeneratedPage> all() {
        List<Command> commands = Commands.all();
        var pages = new ArrayList<GeneratedPage>();
        pages.add(new GeneratedPage("config/larder.conf", ConfigTemplate::text));
        pages.add(new GeneratedPage("docs/reference/configuration.md", ConfigReference::text));
        pages.add(new GeneratedPage("docs/reference/errors.md", ErrorPage::text));
        pages.add(new GeneratedPage("docs/reference/support.md", () -> SupportPage.text(commands)));
        pages.add(
                new GeneratedPage(
                        "docs/reference/commands/README.md", () -> CommandPages.index(commands)));
        for (CommandGroup group : CommandGroup.values()) {
            pages.add(
                    new GeneratedPage(
                            "docs/reference/commands/" + group.text() + ".md",
                            () -> CommandPages.group(group, commands)));
        }
        return List.copyOf(pages);
    }
}
