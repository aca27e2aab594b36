package holdfast.guards.code;

import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.List;

/// Two files fit side by side on a screen: code is at most 100 columns wide and has no tabs.
class WidthTest implements Rule {
    private static final int MOST = 100;

    @Override
    public List<RuleFinding> look(Repository house) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile text : house.texts()) {
            if (text.path().matches(".*\\.(java|sql)")) {
                List<String> lines = text.lines();
                for (int at = 0; at < lines.size(); at++) {
                    if (lines.get(at).codePoints().count() > MOST) {
                        findings.add(text.at(at + 1, "more than " + MOST + " columns: break it"));
                    }
                    if (lines.get(at).contains("\t")) {
                        findings.add(text.at(at + 1, "a tab: use spaces"));
                    }
                }
            }
        }
        return findings;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/A.java", "//\n//" + "x".repeat(99) + "\n//\t\n");
        return List.of(
                "shop/src/main/java/holdfast/A.java:2", "shop/src/main/java/holdfast/A.java:3");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/A.java", "//" + "x".repeat(98) + "\n");
    }
}
