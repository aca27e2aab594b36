package holdfast.house.docs;

import holdfast.house.Finding;
import holdfast.house.House;
import holdfast.house.Markdown;
import holdfast.house.Rule;
import holdfast.house.Seed;
import holdfast.house.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A refusal over HTTP has an address that ends with its name, and docs/outcomes.md has a heading
/// of that name, which the address shows.
class RefusalsTest implements Rule {
    private static final String PAGE = "docs/outcomes.md";
    private static final Pattern NAMED = Pattern.compile(
            "new Problem\\(\\s*[\\w.()]+,\\s*\"(\\w+)\"");

    @Override
    public List<Finding> look(House house) {
        Set<String> told = house.text(PAGE).map(RefusalsTest::headings).orElse(Set.of());
        List<Finding> findings = new ArrayList<>();
        for (Text text : house.texts(".java")) {
            if (!text.isTest()) {
                NAMED.matcher(text.whole()).results()
                        .filter(name -> !told.contains(name.group(1)))
                        .forEach(name -> findings.add(text.at(text.line(name.start()),
                                PAGE + " has no heading " + name.group(1)
                                        + ": say what it means and what to do next")));
            }
        }
        return findings;
    }

    private static Set<String> headings(Text page) {
        return Markdown.of(page).sections().stream().map(Markdown.Section::title)
                .collect(Collectors.toSet());
    }

    @Override
    public List<String> violate(Seed seed) {
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
    public void keep(Seed seed) {
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
