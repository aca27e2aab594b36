package holdfast.guards.docs;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The glossary in `docs/concepts.md` has at most 20 entries, so that a newcomer can learn it.
class GlossaryTest implements Rule {
    private static final String PAGE = "docs/concepts.md";
    private static final String HEADING = "## Glossary";
    private static final String ENTRY = "| **";
    private static final int MOST = 20;

    @Override
    public List<RuleFinding> look(Repository repository) {
        Optional<RepositoryFile> page = repository.text(PAGE);
        if (page.isEmpty()) {
            return List.of(new RuleFinding(PAGE, 1, "there is no glossary: write it"));
        }
        List<String> lines = page.get().lines();
        List<Integer> entries = new ArrayList<>();
        int heading = lines.indexOf(HEADING);
        for (int at = heading + 1; heading >= 0 && at < lines.size()
                && !lines.get(at).startsWith("## "); at++) {
            if (lines.get(at).startsWith(ENTRY)) {
                entries.add(at + 1);
            }
        }
        if (entries.isEmpty()) {
            return List.of(page.get().at(1, "there is no entry under \"" + HEADING + "\""));
        }
        return entries.size() <= MOST ? List.of() : List.of(page.get().at(entries.get(MOST),
                entries.size() + " entries are more than " + MOST + ": take some out"));
    }

    private static String page(int entries) {
        return IntStream.rangeClosed(1, entries)
                .mapToObj(number -> "| **word " + number + "** | what it means. |")
                .collect(Collectors.joining("\n",
                        "# Concepts\n\n## Glossary\n\n| word | meaning |\n| --- | --- |\n",
                        "\n\n## States\n\n| **held** | with a deadline |\n"));
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file(PAGE, page(MOST + 2));
        return List.of(PAGE + ":27");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file(PAGE, page(MOST));
    }
}
