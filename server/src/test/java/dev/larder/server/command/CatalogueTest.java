package dev.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.larder.server.Commands;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must hold of all commands together.
final class CatalogueTest {
    @Test
    void everyCommandClass_isListedByAFamily() {
        Set<String> listed =
                commands(Commands.all())
                        .map(command -> command.getClass().getName())
                        .collect(Collectors.toSet());
        List<String> written =
                new ClassFileImporter()
                                .withImportOption(location -> !location.contains("/test-classes/"))
                                .importPackages("dev.larder.server.command")
                                .stream()
                                .filter(type -> type.isAssignableTo(Command.class))
                                .filter(type -> !type.isInterface())
                                .filter(type ->
                                        !type.getModifiers().contains(JavaModifier.ABSTRACT))
                                .map(JavaClass::getName)
                                .toList();
        assertThat(written).isNotEmpty();
        assertThat(listed).as("add a line to the family's ALL").containsAll(written);
    }

    @Test
    void everySpec_isOneObject() {
        commands(Commands.all())
                .forEach(command -> {
                    CommandSpec first = command.spec();
                    assertThat(command.spec()).isSameAs(first);
                });
    }

    private static Stream<Command> commands(List<Command> from) {
        return from.stream()
                .flatMap(command ->
                        Stream.concat(Stream.of(command), commands(command.subcommands())));
    }
}
