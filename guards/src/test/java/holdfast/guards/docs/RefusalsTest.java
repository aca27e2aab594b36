package holdfast.guards.docs;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A refusal over HTTP has a type URL that ends with its name, and docs/outcomes.md has a heading
/// of that name, to which the URL leads.
class RefusalsTest implements Rule {
    private static final String PAGE = "docs/outcomes.md";
    private static final Pattern NAMED = Pattern.compile(
            "new Problem\\(\\s*[\\w.()]+,\\s*\"(\\w+)\"");

    @Override
    public List<RuleFinding> look(Repository repository) {
        Set<String> described = repository.text(PAGE).map(RefusalsTest::headings).orElse(Set.of());
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile text : repository.texts(".java")) {
            if (!text.isTest()) {
                NAMED.matcher(text.whole()).results()
                        .filter(name -> !described.contains(name.group(1)))
                        .forEach(name -> findings.add(text.at(text.line(name.start()),
                                PAGE + " has no heading " + name.group(1)
                                        + ": say what it means and what to do next")));
            }
        }
        return findings;
    }

    private static Set<String> headings(RepositoryFile page) {
        return MarkdownPage.of(page).sections().stream().map(MarkdownPage.Section::title)
                .collect(Collectors.toSet());
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Till.java", """
                class Till {
                    Problem closed() {
                        return new Problem(409, "closed", "It is closed", "Come back.");
                    }

                    Problem gone(int status) {
                        return new Problem(
                                status, "gone", "It is gone", "Sorry.");
                    }
                }
                """);
        seed.file(PAGE, "# Outcomes\n\n### closedNow\n\nAs gone.\n");
        return List.of("shop/src/main/java/holdfast/Till.java:3",
                "shop/src/main/java/holdfast/Till.java:7");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Till.java", """
                class Till {
                    Problem closed() {
                        return new Problem(409, "closed", "It is closed", "Come back.");
                    }
                }
                """);
        seed.file(PAGE, "# Outcomes\n\n### closed\n\nCome back.\n");
    }
}
