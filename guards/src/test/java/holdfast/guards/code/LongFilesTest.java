package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.List;

/// No file of code is longer than somebody reads in one go.
class LongFilesTest implements Rule {
    private static final int MOST = 400;

    @Override
    public List<RuleFinding> look(Repository house) {
        return house.texts().stream()
                .filter(text -> text.path().matches(".*\\.(java|sql|js|css|html)"))
                .filter(text -> text.lines().size() > MOST)
                .map(text -> text.at(MOST + 1, "the file has " + text.lines().size()
                        + " lines: make two of it, at most " + MOST))
                .toList();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Long.java", "// A line.\n".repeat(MOST + 1));
        return List.of("shop/src/main/java/holdfast/Long.java:" + (MOST + 1));
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Full.java", "// A line.\n".repeat(MOST));
        seed.file("docs/essay.md", "A line.\n".repeat(MOST + 1));
    }
}
