package dev.larder.server.command.reference;

import static dev.larder.server.command.reference.Markdown.codeInCell;
import static dev.larder.server.command.reference.Markdown.inCell;
import static dev.larder.server.command.reference.Markdown.row;

import dev.larder.server.command.ReplyError;
import java.util.Arrays;
import java.util.List;

/// The page of all errors a command can reply with.
public final class ErrorPage {
    private ErrorPage() {}

    /// The page.
    public static String text() {
        var page = new StringBuilder("# Errors\n\n").append(Markdown.GENERATED);
        page.append(
                "Every error a command can reply with. The first word is the code, by which clients and\n");
        page.append(
                "`INFO errorstats` tell errors apart; `%s` stands for what is filled in. The texts are those\n");
        page.append(
                "of Redis 7.2 where Redis has the error. What is wrong with the protocol itself is in\n");
        page.append("[protocol.md](protocol.md).\n");
        List<String> codes =
                Arrays.stream(ReplyError.values())
                        .map(ReplyError::code)
                        .distinct()
                        .sorted()
                        .toList();
        for (String code : codes) {
            page.append("\n## ").append(code).append("\n\n");
            page.append(row("text", "when")).append(row("---", "---"));
            Arrays.stream(ReplyError.values())
                    .filter(error -> error.code().equals(code))
                    .forEach(error ->
                            page.append(row(codeInCell(error.text()), inCell(error.meaning()))));
        }
        return page.toString();
    }
}
