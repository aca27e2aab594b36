package holdfast.guards.code;

import static java.util.stream.Collectors.groupingBy;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.ClassFileCall;
import holdfast.guards.Compiled;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SealedSets;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A switch over one of our sealed types or enums names every case, so that the compiler reports
/// each switch that a new outcome concerns.
class ClosedSwitchTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        SealedSets sealed = SealedSets.of(repository.sources());
        Enums enums = Enums.of(repository.sources());
        List<RuleFinding> findings = new ArrayList<>();
        Map<Source, List<Compiled>> compiled = repository.classes().stream()
                .collect(groupingBy(Compiled::source));
        for (Source source : repository.sources()) {
            List<ClassFileCall> calls = compiled.getOrDefault(source, List.of()).stream()
                    .flatMap(each -> ClassFileCall.in(each).stream())
                    .filter(call -> call.name().equals("typeSwitch"))
                    .toList();
            new Switches(source, calls, sealed, enums, findings).scan(source.unit(), null);
        }
        return findings;
    }

    private static final class Switches extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Source source;
        private final List<ClassFileCall> calls;
        private final SealedSets sealed;
        private final Enums enums;
        private final List<RuleFinding> findings;

        Switches(Source source, List<ClassFileCall> calls, SealedSets sealed, Enums enums,
                List<RuleFinding> findings) {
            this.source = source;
            this.calls = calls;
            this.sealed = sealed;
            this.enums = enums;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
            judge(tree, tree.getCases());
            return super.visitSwitch(tree, null);
        }

        @Override
        public @Nullable Void visitSwitchExpression(
                SwitchExpressionTree tree, @Nullable Void nothing) {
            judge(tree, tree.getCases());
            return super.visitSwitchExpression(tree, null);
        }

        private void judge(Tree tree, List<? extends CaseTree> cases) {
            Set<String> constants = new TreeSet<>();
            boolean ofOurs = false;
            @Nullable Tree rest = null;
            for (CaseTree each : cases) {
                for (CaseLabelTree label : each.getLabels()) {
                    if (label instanceof DefaultCaseLabelTree) {
                        rest = label;
                    } else if (label instanceof ConstantCaseLabelTree constant) {
                        constants.add(
                                SealedSets.simple(constant.getConstantExpression().toString()));
                    } else if (label instanceof PatternCaseLabelTree pattern) {
                        ofOurs |= sealed.knows(SealedSets.simple(type(pattern)));
                    }
                }
            }
            constants.remove("null");
            boolean closed = (ofOurs && !open(tree, cases.getFirst()))
                    || (!constants.isEmpty() && enums.haveOneWith(constants));
            if (rest != null && closed) {
                findings.add(source.at(rest, "this switch is over a closed set: "
                        + "name each remaining case instead of \"default\""));
            }
        }

        /// Whether the type of an `Object` is outside our sealed types. Only the class file has the
        /// switch's operand type: `(Lholdfast/Claim;I)`.
        private boolean open(Tree tree, CaseTree first) {
            List<String> given = calls.stream()
                    .filter(call -> call.line() >= source.line(tree))
                    .filter(call -> call.line() <= source.line(first))
                    .map(call -> call.parameters().replaceAll("\\(L(?:.*/)?|;.*", ""))
                    .toList();
            return !given.isEmpty() && given.stream()
                    .noneMatch(type -> !sealed.of(type.replace('$', '.')).isEmpty());
        }

        private static String type(PatternCaseLabelTree label) {
            String type = switch (label.getPattern()) {
                case BindingPatternTree binding -> binding.getVariable().getType().toString();
                case DeconstructionPatternTree record -> record.getDeconstructor().toString();
                default -> "";
            };
            return type.replaceFirst("<.*", "");
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Answer.java", """
                package holdfast;

                sealed interface Answer {
                    record Yes(String name) implements Answer {}
                    record No() implements Answer {}

                    enum Tone { LOUD, SOFT; static final Tone USUAL = SOFT; }

                    default int length() {
                        switch (this) {
                            case Yes yes:
                                return 3;
                            default:
                                return 2;
                        }
                    }

                    static int tone(Tone tone, Object answer) {
                        int length = switch ((Answer) answer) {
                            case Answer.Yes(String name) -> 1;
                            case null, default -> 0;
                        };
                        return switch (tone) {
                            case LOUD -> length;
                            default -> 1;
                        };
                    }
                }
                """);
        seed.compile();
        return List.of(
                "shop/src/main/java/holdfast/Answer.java:13",
                "shop/src/main/java/holdfast/Answer.java:21",
                "shop/src/main/java/holdfast/Answer.java:25");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Answer.java", """
                package holdfast;

                sealed interface Answer permits Answer.Yes, Answer.No {
                    record Yes() implements Answer {}
                    record No() implements Answer {}

                    enum Tone { LOUD, SOFT; static final Tone USUAL = SOFT; }

                    default int length() {
                        return switch (this) {
                            case Yes yes -> 3;
                            case No no -> 2;
                        };
                    }

                    static int other(String word, java.time.DayOfWeek day, Object thing) {
                        int number = switch (word) {
                            case "LOUD" -> 1;
                            default -> 2;
                        };
                        number += switch (day) {
                            case SUNDAY -> 1;
                            default -> 2;
                        };
                        return switch (thing) {
                            case Answer.No no -> 2;
                            default -> number;
                        };
                    }
                }
                """);
        seed.compile();
    }
}
