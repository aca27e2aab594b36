package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;

/// Nine main sources in ten are under 200 lines, and the one in the middle has at most 100.
class ShortFilesTest implements Rule {
    private static final int SHORT = 200;
    private static final int MIDDLE = 100;

    @Override
    public List<RuleFinding> look(Repository house) {
        List<RepositoryFile> texts = house.texts(".java").stream()
                .filter(text -> text.path().contains("/src/main/java/"))
                .toList();
        List<RuleFinding> findings = new ArrayList<>();
        List<RepositoryFile> longer = texts.stream().filter(text -> length(text) >= SHORT).toList();
        if (longer.size() * 10 > texts.size()) {
            longer.forEach(text -> findings.add(text.at(SHORT, "more than one main source in ten "
                    + "has " + SHORT + " lines or more: shorten this one (" + length(text) + ")")));
        }
        int middle = median(texts);
        if (middle > MIDDLE) {
            findings.add(new RuleFinding("pom.xml", 1, "the median main source has " + middle
                    + " lines, " + MIDDLE + " at most: shorten some"));
        }
        return findings;
    }

    private static int median(List<RepositoryFile> texts) {
        List<Integer> lengths = texts.stream().map(ShortFilesTest::length).sorted().toList();
        return lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);
    }

    private static int length(RepositoryFile text) {
        return text.lines().size();
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        String path = "shop/src/main/java/holdfast/Long";
        seed.file(path + "1.java", "// A line.\n".repeat(200));
        seed.file(path + "2.java", "// A line.\n".repeat(101));
        return List.of(path + "1.java:200", "pom.xml:1");
    }

    @Override
    public void keep(SeededRepository seed) {
        for (int number = 1; number < 10; number++) {
            seed.file("shop/src/main/java/holdfast/A" + number + ".java", "// A line.\n");
        }
        seed.file("shop/src/main/java/holdfast/B.java", "// A line.\n".repeat(399));
    }
}
