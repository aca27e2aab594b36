package holdfast.house.code;

import holdfast.house.Finding;
import holdfast.house.House;
import holdfast.house.Rule;
import holdfast.house.Seed;
import holdfast.house.Text;
import java.util.ArrayList;
import java.util.List;

/// Two files fit side by side on a screen: code is at most 100 columns wide and has no tabs.
class WidthTest implements Rule {
    private static final int MOST = 100;

    @Override
    public List<Finding> look(House house) {
        List<Finding> findings = new ArrayList<>();
        for (Text text : house.texts()) {
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
    public List<String> violate(Seed seed) {
        seed.file("shop/src/main/java/holdfast/A.java", "//\n//" + "x".repeat(99) + "\n//\t\n");
        return List.of(
                "shop/src/main/java/holdfast/A.java:2", "shop/src/main/java/holdfast/A.java:3");
    }

    @Override
    public void keep(Seed seed) {
        seed.file("shop/src/main/java/holdfast/A.java", "//" + "x".repeat(98) + "\n");
    }
}
