package dev.larder.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `larder docs [DIRECTORY]`: writes the files that are made from catalogues in the code.
@Command(
        name = "docs",
        description = "Writes the generated files of the repository: reference pages, larder.conf.",
        mixinStandardHelpOptions = true)
final class DocsCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final List<GeneratedPage> pages;

    @Parameters(
            paramLabel = "DIRECTORY",
            description = "The repository. Default: the working directory.",
            arity = "0..1",
            defaultValue = ".")
    private Path root = Path.of(".");

    DocsCommand(Terminal terminal, List<GeneratedPage> pages) {
        this.terminal = terminal;
        this.pages = pages;
    }

    @Override
    public Integer call() {
        for (GeneratedPage page : pages) {
            Path file = root.resolve(page.path());
            try {
                Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(root));
                Files.writeString(file, page.text().get(), StandardCharsets.UTF_8);
            } catch (IOException unwritable) {
                terminal.complain("cannot write " + file + ": " + unwritable);
                return ExitCode.CANNOT_CREATE.status();
            }
            terminal.out().println(file);
        }
        return ExitCode.OK.status();
    }
}
