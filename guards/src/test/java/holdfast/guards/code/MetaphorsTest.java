package holdfast.guards.code;

import holdfast.guards.BannedWords;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// No name, comment, message or page uses a banned metaphor or hides who acts. Files whose name has
/// one count at their first line.
class MetaphorsTest implements Rule {
    /// The list itself, and the violations below.
    private static final Set<String> EXEMPT = Set.of(
            "guards/src/test/java/holdfast/guards/BannedWords.java",
            "guards/src/test/java/holdfast/guards/code/MetaphorsTest.java");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile file : repository.texts()) {
            if (!EXEMPT.contains(file.path())) {
                BannedWords.complaintAboutText(file.name())
                        .ifPresent(complaint -> findings.add(file.at(1, complaint)));
                List<String> lines = file.lines();
                for (int number = 1; number <= lines.size(); number++) {
                    Optional<String> complaint =
                            BannedWords.complaintAboutText(lines.get(number - 1));
                    if (complaint.isPresent()) {
                        findings.add(file.at(number, complaint.get()));
                    }
                }
            }
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Right.java", """
                package holdfast;

                /// Whoever comes first is served.
                class Right {
                    void pushBroom() {}

                    String message() {
                        return "nothing is on the shelf";
                    }
                }
                """);
        seed.file("shop/src/test/java/holdfast/RumourTest.java", """
                package holdfast;

                class RightTest {
                    void theTurnstilesStop() {}
                }
                """);
        seed.file("docs/words.md", "# Words\n\nThe clerk decides.\n");
        return List.of(
                "shop/src/main/java/holdfast/Right.java:3",
                "shop/src/main/java/holdfast/Right.java:5",
                "shop/src/main/java/holdfast/Right.java:8",
                "shop/src/test/java/holdfast/RumourTest.java:1",
                "shop/src/test/java/holdfast/RumourTest.java:4",
                "docs/words.md:3");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Right.java", """
                package holdfast;

                /// The first request is served. Details of stapes are no tapestry.
                class Right {}
                """);
        seed.file("docs/words.md", "# Words\n\nThe server decides.\n");
    }
}
