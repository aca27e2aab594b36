package holdfast.guards.docs;

import com.sun.source.tree.MethodTree;
import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SealedSets;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// docs/outcomes.md has a section for each verb, with exactly its outcomes: the first text in
/// backticks in a list's item, a table's row or a heading.
class OutcomesTest implements Rule {
    private static final String PAGE = "docs/outcomes.md";
    private static final String VERBS = "engine/src/main/java/holdfast/HoldfastCommands.java";
    private static final String CHANGES = "engine/src/main/java/holdfast/ChangeOutcome.java";
    private static final Pattern NAMED = Pattern.compile(
            "(?m)^(?:\\| *| *[-*] +|#+ +)`([A-Z][\\w.]*)`");

    @Override
    public List<RuleFinding> look(Repository repository) {
        Map<String, Set<String>> verbs = verbs(repository);
        Optional<RepositoryFile> page = repository.text(PAGE);
        if (page.isEmpty()) {
            return List
                    .of(new RuleFinding(PAGE, 1, "is missing: write it, with a section for each of "
                            + String.join(", ", verbs.keySet())));
        }
        MarkdownPage markdown = MarkdownPage.of(page.get());
        List<RuleFinding> findings = new ArrayList<>();
        Set<String> all = new TreeSet<>();
        verbs.values().forEach(all::addAll);
        Set<String> described = new TreeSet<>();
        boolean[] judged = new boolean[markdown.prose().length() + 1];
        for (MarkdownPage.Section section : markdown.sections()) {
            Set<String> outcomes = new TreeSet<>();
            for (String verb : verbsOf(section, verbs.keySet())) {
                described.add(verb);
                outcomes.addAll(verbs.getOrDefault(verb, Set.of()));
            }
            if (!outcomes.isEmpty()) {
                judge(markdown, section, outcomes, findings);
                Arrays.fill(judged, section.from(), section.to(), true);
            }
        }
        for (MarkdownPage.Found name : markdown.found(NAMED)) {
            if (!judged[name.offset()] && !all.contains(SealedSets.simple(name.text()))) {
                findings.add(markdown.at(name, name.text() + " is no outcome: take it out"));
            }
        }
        verbs.keySet().stream().filter(verb -> !described.contains(verb)).forEach(verb -> findings
                .add(page.get().at(1, "no section for the verb " + verb + ": write one")));
        return findings;
    }

    private static void judge(MarkdownPage markdown, MarkdownPage.Section section,
            Set<String> outcomes,
            List<RuleFinding> findings) {
        Set<String> missing = new TreeSet<>(outcomes);
        for (MarkdownPage.Found name : markdown.found(NAMED)) {
            if (name.offset() >= section.from() && name.offset() < section.to()) {
                String simple = SealedSets.simple(name.text());
                missing.remove(simple);
                if (!outcomes.contains(simple)) {
                    findings.add(markdown.at(name, section.title() + " has no outcome " + simple
                            + ": take it out"));
                }
            }
        }
        missing.forEach(name -> findings.add(markdown.text().at(
                markdown.text().line(section.from()),
                section.title() + " can also be " + name + ": say when")));
    }

    /// The verbs of a heading that consists of verbs: "hold", "Offer and withdraw".
    private static Set<String> verbsOf(MarkdownPage.Section section, Set<String> verbs) {
        Matcher words = Pattern.compile("[a-z]+")
                .matcher(section.title().toLowerCase(Locale.ROOT));
        Set<String> found = new TreeSet<>();
        words.results().forEach(word -> found.add(word.group()));
        found.remove("and");
        return verbs.containsAll(found) ? found : Set.of();
    }

    private static Map<String, Set<String>> verbs(Repository repository) {
        SealedSets sealed = SealedSets.of(repository.mainSources());
        Map<String, Set<String>> verbs = new TreeMap<>();
        for (Source source : repository.sources()) {
            if (source.text().path().equals(VERBS)) {
                for (var member : source.topLevelTypes().getFirst().getMembers()) {
                    if (member instanceof MethodTree verb
                            && String.valueOf(verb.getReturnType()).endsWith("Outcome")) {
                        Set<String> outcomes = verbs.computeIfAbsent(
                                verb.getName().toString(), name -> new TreeSet<>());
                        sealed.of(verb.getReturnType().toString())
                                .forEach(outcome -> outcomes.add(SealedSets.simple(outcome)));
                    }
                }
            }
        }
        // The caller computes the answer of `change`, so the method does not name its outcomes.
        if (repository.text(CHANGES).isPresent()) {
            Set<String> outcomes = verbs.computeIfAbsent("change", name -> new TreeSet<>());
            sealed.of("ChangeOutcome").forEach(outcome -> outcomes.add(SealedSets.simple(outcome)));
        }
        return verbs;
    }

    private static void engine(SeededRepository seed) {
        seed.file(VERBS, """
                package holdfast;

                interface Holdfast {
                    BuyOutcome buy(String what);
                    SellOutcome sell(String what);
                    SellOutcome lend(String what);
                    void close();
                }
                """);
        seed.file("engine/src/main/java/holdfast/BuyOutcome.java", """
                package holdfast;

                sealed interface BuyOutcome permits BuyOutcome.Bought, SellOutcome.Gone {
                    record Bought() implements BuyOutcome {}
                }

                sealed interface SellOutcome {
                    record Gone() implements SellOutcome, BuyOutcome {}
                }
                """);
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        engine(seed);
        seed.file(PAGE, """
                # Outcomes

                - `Vanished`

                ## buy

                | outcome | when |
                | --- | --- |
                | `Bought` | it is yours |
                | `Lost` | it is not |

                ## lend

                - `Gone`
                """);
        return List.of(PAGE + ":1", PAGE + ":3", PAGE + ":5", PAGE + ":10");
    }

    @Override
    public void keep(SeededRepository seed) {
        engine(seed);
        seed.file(PAGE, """
                # Outcomes

                ## Buy

                It may be `Anything`.

                | `BuyOutcome.Bought` | it is yours |
                | `Gone` | it is not |

                ## `sell` and `lend`

                ### `Gone`

                Too late.

                ## In common

                - `Gone`
                """);
    }
}
