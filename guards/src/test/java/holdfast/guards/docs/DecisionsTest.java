package holdfast.guards.docs;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A decision opens with what we do and why: its first paragraph begins with "We" and says
/// "because".
class DecisionsTest implements Rule {
    private static final Pattern OPENING = Pattern.compile(
            "\\A# [^\\n]+\\n\\n+(.+?)(?:\\n\\n|\\n*\\z)", Pattern.DOTALL);
    private static final Pattern DECIDED = Pattern.compile(
            "We\\s.*\\bbecause\\b.*", Pattern.DOTALL);

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile page : repository.texts(".md")) {
            if (page.isIn("docs/decisions")) {
                Matcher opening = OPENING.matcher(page.whole());
                if (!opening.find()) {
                    findings.add(page.at(1, "a decision is a heading and a paragraph below it"));
                } else if (!DECIDED.matcher(opening.group(1)).matches()) {
                    findings.add(page.at(page.line(opening.start(1)),
                            "begin with: We do … because …"));
                }
            }
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("docs/decisions/0001-tea.md", "# 0001 Tea\n\nTea it is, because it is warm.\n");
        seed.file("docs/decisions/0002-cups.md", """
                # 0002 Cups

                We drink from cups.

                We do so because mugs are heavy.
                """);
        seed.file("docs/decisions/0003-none.md", "# 0003 Nothing\n");
        return List.of("docs/decisions/0001-tea.md:3", "docs/decisions/0002-cups.md:3",
                "docs/decisions/0003-none.md:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("docs/decisions/0001-tea.md", """
                # 0001 Tea

                We drink tea at four because
                it is warm.

                **Against:** coffee.
                """);
        seed.file("docs/decisions/0002-cups.md", "# 0002 Cups\n\nWe use cups, because they fit.\n");
        seed.file("docs/tea.md", "# Tea\n\nTea is a drink.\n");
    }
}
