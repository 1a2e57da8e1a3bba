package dev.larder.server.testing;

import dev.larder.server.testing.SourceTree.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a rule found in one file, less what is exempt.
final class Findings {
    /// One broken rule, broken on purpose.
    ///
    /// @param rule the rule's name, as the finding begins
    /// @param where the end of `path` or of `path#method`
    /// @param reason why clarity wins
    record Exemption(String rule, String where, String reason) {}

    private final SourceFile file;
    private final List<Exemption> exemptions;
    private final List<String> lines = new ArrayList<>();
    private final Set<Exemption> used = new HashSet<>();

    Findings(SourceFile file, List<Exemption> exemptions) {
        this.file = file;
        this.exemptions = exemptions;
    }

    /// Reports `what` (a method, a type, or nothing) at `line` as breaking `rule`, and what to write instead.
    void add(int line, String rule, String what, String advice) {
        String where = what.isEmpty() ? file.path() : file.path() + "#" + what;
        for (Exemption exemption : exemptions) {
            if (exemption.rule().equals(rule) && where.endsWith(exemption.where())) {
                used.add(exemption);
                return;
            }
        }
        String name = what.isEmpty() ? rule : rule + " " + what;
        lines.add("%s:%d: %s: %s".formatted(file.path(), line, name, advice));
    }

    List<String> lines() {
        return lines;
    }

    Set<Exemption> used() {
        return used;
    }
}
