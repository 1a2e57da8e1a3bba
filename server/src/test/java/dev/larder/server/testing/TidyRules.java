package dev.larder.server.testing;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.larder.server.testing.SourceTree.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// The house rules that need a syntax tree. Each walks one file and reports to [Findings].
final class TidyRules {
    private static final int METHOD_LINES_MAX = 50;
    private static final int PARAMETERS_MAX = 5;
    private static final int NESTING_MAX = 3;
    private static final Pattern INVARIANT =
            Pattern.compile("([A-Z]\\d{1,2})(?::.*)?", Pattern.DOTALL);
    private static final Set<String> BANNED_SUFFIXES =
            Set.of("Manager", "Helper", "Util", "Utils", "Info", "Data", "Processor");

    private TidyRules() {}

    static final class MethodShape extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final Findings findings;

        MethodShape(SourceFile file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            String name = method.getName().toString();
            int line = file.firstLine(method);
            BlockTree body = method.getBody();
            if (body != null) {
                int count = file.lastLine(body) - file.firstLine(body) + 1;
                if (count > METHOD_LINES_MAX) {
                    findings.add(
                            line,
                            "long method",
                            name,
                            "%d lines (at most %d): name its steps and call them"
                                    .formatted(count, METHOD_LINES_MAX));
                }
                int nesting = new Nesting().of(body);
                if (nesting > NESTING_MAX) {
                    findings.add(
                            line,
                            "deep method",
                            name,
                            "%d levels (at most %d): return early, or move the loop into a method"
                                    .formatted(nesting, NESTING_MAX));
                }
            }
            int parameters = count(method.getParameters());
            if (parameters > PARAMETERS_MAX && !name.equals("<init>")) {
                findings.add(
                        line,
                        "many parameters",
                        name,
                        "%d parameters (at most %d): a record or a builder says what belongs together"
                                .formatted(parameters, PARAMETERS_MAX));
            }
            return super.visitMethod(method, null);
        }

        /// An array and the two integers that say which part of it count as one thing.
        private static int count(List<? extends VariableTree> parameters) {
            int count = parameters.size();
            for (int i = 0; i + 2 < parameters.size(); i++) {
                boolean part =
                        type(parameters, i).equals("byte[]")
                                && type(parameters, i + 1).equals("int")
                                && type(parameters, i + 2).equals("int");
                count -= part ? 2 : 0;
            }
            return count;
        }

        private static String type(List<? extends VariableTree> parameters, int index) {
            return String.valueOf(parameters.get(index).getType());
        }
    }

    /// The deepest level of control flow below a method's body: `if`, loops, `switch`, `try`.
    private static final class Nesting extends TreeScanner<@Nullable Void, Integer> {
        private static final Set<Tree.Kind> LEVELS =
                Set.of(
                        Tree.Kind.FOR_LOOP,
                        Tree.Kind.ENHANCED_FOR_LOOP,
                        Tree.Kind.WHILE_LOOP,
                        Tree.Kind.DO_WHILE_LOOP,
                        Tree.Kind.SWITCH,
                        Tree.Kind.SWITCH_EXPRESSION,
                        Tree.Kind.SYNCHRONIZED,
                        Tree.Kind.TRY);
        private int deepest;

        int of(BlockTree body) {
            scan(body, 0);
            return deepest;
        }

        @Override
        public @Nullable Void scan(@Nullable Tree tree, Integer level) {
            if (tree == null) {
                return null;
            }
            int inner = LEVELS.contains(tree.getKind()) ? level + 1 : level;
            deepest = Math.max(deepest, inner);
            return super.scan(tree, inner);
        }

        /// `else if` goes on at the level of its `if`.
        @Override
        public @Nullable Void visitIf(IfTree tree, Integer level) {
            deepest = Math.max(deepest, level + 1);
            scan(tree.getCondition(), level);
            scan(tree.getThenStatement(), level + 1);
            Tree otherwise = tree.getElseStatement();
            boolean chained = otherwise instanceof IfTree;
            scan(otherwise, chained ? level : level + 1);
            return null;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, Integer level) {
            return null; // its methods are measured by themselves
        }
    }

    static final class TypeShape extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final Findings findings;

        TypeShape(SourceFile file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
            String name = type.getSimpleName().toString();
            int line = file.firstLine(type);
            for (String suffix : BANNED_SUFFIXES) {
                if (name.endsWith(suffix)) {
                    findings.add(
                            line,
                            "empty name",
                            name,
                            "'%s' says nothing: name the thing it is or the answer it gives"
                                    .formatted(suffix));
                }
            }
            boolean shipped = file.path().contains("/src/main/");
            if (shipped
                    && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && !isDocumented(line)) {
                findings.add(
                        line,
                        "no doc comment",
                        name,
                        "begin with `///` and one sentence that says what it is");
            }
            return super.visitClass(type, null);
        }

        private boolean isDocumented(int line) {
            return line >= 2 && file.lines().get(line - 2).strip().startsWith("///");
        }
    }

    static final class TestNames extends TreeScanner<@Nullable Void, @Nullable Void> {
        private static final Set<String> TESTS =
                Set.of("Test", "ParameterizedTest", "RepeatedTest");
        private final SourceFile file;
        private final Findings findings;

        TestNames(SourceFile file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
            String name = method.getName().toString();
            boolean test =
                    method.getModifiers().getAnnotations().stream()
                            .map(AnnotationTree::getAnnotationType)
                            .anyMatch(type -> TESTS.contains(type.toString()));
            if (test && !name.matches("[a-z]\\w*_[a-zA-Z0-9]\\w*")) {
                findings.add(
                        file.firstLine(method),
                        "test name",
                        name,
                        "make it a sentence: method_condition_outcome");
            }
            return super.visitMethod(method, null);
        }
    }

    static final class Forbidden extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final Findings findings;

        Forbidden(SourceFile file, Findings findings) {
            this.file = file;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void unused) {
            if (annotation.getAnnotationType().toString().endsWith("Disabled")) {
                findings.add(
                        file.firstLine(annotation), "disabled test", "", "mend it or delete it");
            }
            return super.visitAnnotation(annotation, null);
        }

        @Override
        public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void unused) {
            String text = select.toString();
            if (text.equals("Thread.sleep")
                    || text.matches("(TimeUnit\\.)?[A-Z]*SECONDS\\.sleep")) {
                findings.add(
                        file.firstLine(select),
                        "sleep",
                        "",
                        "wait for the event itself, or move a ManualClock");
            }
            return super.visitMemberSelect(select, null);
        }
    }

    /// Numbers in `require(..., "M1", ...)`, in `new InvariantViolation("M1", ...)` and in
    /// `assert ... : "M1: ..."`.
    static final class InvariantUse extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final Findings findings;
        private final Set<String> registered;

        InvariantUse(SourceFile file, Findings findings, Set<String> registered) {
            this.file = file;
            this.findings = findings;
            this.registered = registered;
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree call, @Nullable Void unused) {
            if (call.getMethodSelect().toString().endsWith("require")) {
                call.getArguments().forEach(this::check);
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree call, @Nullable Void unused) {
            if (call.getIdentifier().toString().equals("InvariantViolation")) {
                call.getArguments().forEach(this::check);
            }
            return super.visitNewClass(call, null);
        }

        @Override
        public @Nullable Void visitAssert(AssertTree statement, @Nullable Void unused) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void none) {
                    check(literal);
                    return null;
                }
            }.scan(statement.getDetail(), null);
            return super.visitAssert(statement, null);
        }

        private void check(ExpressionTree argument) {
            if (argument instanceof LiteralTree literal
                    && literal.getValue() instanceof String text) {
                Matcher matcher = INVARIANT.matcher(text);
                if (matcher.matches() && !registered.contains(matcher.group(1))) {
                    findings.add(
                            file.firstLine(argument),
                            "unknown invariant",
                            matcher.group(1),
                            "state it in the doc comment of the class it holds for: `- **%s** ...`"
                                    .formatted(matcher.group(1)));
                }
            }
        }
    }
}
