package dev.larder.server.command.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.Commands;
import dev.larder.server.command.ReplyError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SupportPageTest {
    private final String page = SupportPage.text(Commands.all());

    @Test
    void page_ofCommandsThatAreThere_saysYes() {
        assertThat(page)
                .contains("| `GET` | 1.0.0 | yes |\n", "| `CLIENT PAUSE` | 3.0.0 | yes |\n");
    }

    @Test
    void page_ofNoCommands_saysYesToNothing() {
        assertThat(SupportPage.text(List.of())).doesNotContain("| yes").contains("0 are there");
    }

    @Test
    void everyDifference_isOfACommandThatIsThere() {
        assertThat(SupportPage.differences())
                .allSatisfy(
                        name -> assertThat(page).containsPattern("\\| `" + name + "` .* yes; "));
    }

    @Test
    void everyReason_isOfACommandThatIsMissing() {
        assertThat(SupportPage.missing())
                .allSatisfy(
                        name -> assertThat(page).containsPattern("\\| `" + name + "` .* never: "));
    }

    @Test
    void everyMistakeInTheErrorCatalogue_isOnItsPage() {
        String errors = ErrorPage.text();
        Stream.of(ReplyError.values())
                .forEach(error -> assertThat(errors).contains(Markdown.inCell(error.text())));
    }
}
