package dev.larder.server.cli;

import dev.larder.server.config.SettingHelp;
import dev.larder.server.config.SettingHelp.Chapter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The help text of `larder serve`: every setting as an option. Only ever used to be shown.
final class ServeHelp {
    static final int WIDTH = 100;

    private ServeHelp() {}

    static CommandSpec spec() {
        var spec = CommandSpec.create().name(ServeCommand.NAME);
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this text.")
                        .build());
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .arity("0..1")
                        .type(String.class)
                        .description(
                                "Settings in the style of redis.conf. LARDER_ variables and options"
                                        + " override it.")
                        .build());
        var footer = new ArrayList<String>();
        for (Chapter chapter : SettingHelp.chapters()) {
            if (chapter.hasEffect()) {
                spec.addArgGroup(group(chapter));
            } else {
                footer.addAll(List.of("", chapter.title() + ":"));
                footer.addAll(chapter.namesInLines(WIDTH));
            }
        }
        footer.addAll(List.of(RootCommand.exitStatuses()));
        spec.usageMessage()
                .description("Starts the server in the foreground.")
                .synopsisHeading("Usage: ")
                .customSynopsis("larder serve [FILE] [--SETTING=VALUE ...]")
                .sortOptions(false)
                .width(WIDTH)
                .footer(footer.toArray(String[]::new));
        return spec;
    }

    private static ArgGroupSpec group(Chapter chapter) {
        var group =
                ArgGroupSpec.builder()
                        .validate(false)
                        .exclusive(false)
                        .multiplicity("0..1")
                        .order(chapter.ordinal())
                        .heading("%n" + chapter.title() + ":%n");
        for (SettingHelp setting : chapter.settings()) {
            group.addArg(
                    OptionSpec.builder("--" + setting.name())
                            .paramLabel("<" + setting.kind() + ">")
                            .type(String.class)
                            .description(
                                    (setting.summary() + " Default: " + setting.defaultText())
                                            .replace("%", "%%"))
                            .build());
        }
        return group.build();
    }
}
