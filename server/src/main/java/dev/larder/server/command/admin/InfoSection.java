package dev.larder.server.command.admin;

import dev.larder.server.command.CommandContext;
import java.util.Locale;
import java.util.Set;

/// One section of `INFO`.
///
/// @param title its heading
/// @param names the words that ask for it, in lower case
/// @param extent which of the wide words ask for it, too
/// @param writer what is in it
record InfoSection(String title, Set<String> names, Extent extent, Writer writer) {
    /// Which of `default`, `all` and `everything` show a section. Each shows what those before it show.
    enum Extent {
        DEFAULT,
        ALL
    }

    /// Writes the lines of a section.
    @FunctionalInterface
    interface Writer {
        void write(InfoText text, CommandContext context);
    }

    /// A section that is called as it is titled.
    static InfoSection of(String title, Extent extent, Writer writer) {
        return new InfoSection(title, Set.of(title.toLowerCase(Locale.ROOT)), extent, writer);
    }

    /// Adds the section, heading and all, to `text`.
    void write(InfoText text, CommandContext context) {
        text.section(title);
        writer.write(text, context);
    }
}
