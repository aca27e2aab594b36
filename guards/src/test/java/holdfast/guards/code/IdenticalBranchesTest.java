package holdfast.guards.code;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SealedSets;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A switch over one of our sealed types does the same thing in one branch only. Branches that
/// ignore their values are merged: `case A _, B _ -> …`. Branches that hand on a refusal as it is
/// are merged by its supertype: `case Refusal refused -> …`.
class IdenticalBranchesTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        SealedSets sealed = SealedSets.of(repository.sources());
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : repository.sources()) {
            new Switches(source, sealed, findings).scan(source.unit(), null);
        }
        return findings;
    }

    private static final class Switches extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Source source;
        private final SealedSets sealed;
        private final List<RuleFinding> findings;

        Switches(Source source, SealedSets sealed, List<RuleFinding> findings) {
            this.source = source;
            this.sealed = sealed;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
            compare(tree.getCases());
            return super.visitSwitch(tree, null);
        }

        @Override
        public @Nullable Void visitSwitchExpression(
                SwitchExpressionTree tree, @Nullable Void nothing) {
            compare(tree.getCases());
            return super.visitSwitchExpression(tree, null);
        }

        private void compare(List<? extends CaseTree> cases) {
            Map<String, CaseTree> seen = new HashMap<>();
            for (CaseTree each : cases) {
                @Nullable String action = action(each);
                if (action != null && seen.putIfAbsent(action, each) != null) {
                    findings.add(source.at(each,
                            "another case of this switch does the same: merge the two"));
                }
            }
        }

        /// What a case does, or null if it cannot be merged with another one.
        private @Nullable String action(CaseTree each) {
            Tree body = each.getBody();
            if (body == null || each.getGuard() != null) {
                return null;
            }
            String action = body.toString();
            for (CaseLabelTree label : each.getLabels()) {
                if (!(label instanceof PatternCaseLabelTree pattern)
                        || !sealed.knows(SealedSets.simple(type(pattern.getPattern())))) {
                    return null;
                }
                for (String name : names(pattern.getPattern())) {
                    if (handsOn(action, name) && aRefusal(pattern.getPattern())) {
                        action = action.replaceAll("\\b" + name + "\\b", "_");
                    } else if (uses(action, name)) {
                        return null;
                    }
                }
            }
            return action;
        }

        /// Parts of a record cannot be merged: patterns with names cannot share a case.
        private static boolean aRefusal(PatternTree pattern) {
            return pattern instanceof BindingPatternTree && type(pattern).startsWith("Refusal.");
        }

        private static boolean uses(String action, String name) {
            return Pattern.compile("\\b" + name + "\\b").matcher(action).find();
        }

        private static boolean handsOn(String action, String name) {
            return !Pattern.compile("\\b" + name + "\\s*[.:]").matcher(action).find();
        }

        private static String type(PatternTree pattern) {
            String type = switch (pattern) {
                case BindingPatternTree binding -> binding.getVariable().getType().toString();
                case DeconstructionPatternTree record -> record.getDeconstructor().toString();
                default -> "";
            };
            return type.replaceFirst("<.*", "");
        }

        private static List<String> names(PatternTree pattern) {
            return switch (pattern) {
                case BindingPatternTree binding when binding.getVariable().getName().isEmpty() ->
                        List.of();
                case BindingPatternTree binding ->
                        List.of(binding.getVariable().getName().toString());
                case DeconstructionPatternTree record -> record.getNestedPatterns().stream()
                        .flatMap(nested -> names(nested).stream()).toList();
                default -> List.of();
            };
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Refusal.java", """
                package holdfast;

                sealed interface Refusal {
                    record Late(long since) implements Refusal {}
                    record Full(String pool) implements Refusal {}
                    record Closed() implements Refusal {}

                    static int status(Refusal refusal) {
                        return switch (refusal) {
                            case Late late -> 410;
                            case Full full -> 409;
                            case Closed _ -> 409;
                        };
                    }

                    static void raise(Refusal refusal) {
                        switch (refusal) {
                            case Refusal.Late late -> throw problem(late);
                            case Refusal.Full none -> throw problem(none);
                            case Refusal.Closed() -> {}
                        }
                    }

                    static RuntimeException problem(Refusal refusal) {
                        return new IllegalStateException(refusal.toString());
                    }
                }
                """);
        return List.of(
                "shop/src/main/java/holdfast/Refusal.java:12",
                "shop/src/main/java/holdfast/Refusal.java:19");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Refusal.java", """
                package holdfast;

                sealed interface Refusal {
                    record Late(long since) implements Refusal {}
                    record Full(long since) implements Refusal {}
                    record Closed() implements Refusal {}

                    static int status(Refusal refusal, String word) {
                        int more = switch (word) {
                            case "one" -> 1;
                            case "two" -> 1;
                            default -> 0;
                        };
                        return more + switch (refusal) {
                            case Late late -> 410;
                            case Full _, Closed _ -> 409;
                        };
                    }

                    static long since(Refusal refusal) {
                        return switch (refusal) {
                            case Refusal.Late it -> it.since();
                            case Refusal.Full it when it.since() > 3 -> 0;
                            case Refusal.Full it -> it.since();
                            case Refusal.Closed it -> 0;
                        };
                    }

                    static String text(Refusal refusal) {
                        return switch (refusal) {
                            case Refusal.Late(long at) -> String.valueOf(at);
                            case Refusal.Full(long at) -> String.valueOf(at);
                            case Refusal.Closed _ -> "";
                        };
                    }
                }
                """);
    }
}
