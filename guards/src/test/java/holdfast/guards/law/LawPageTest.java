package holdfast.guards.law;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The import law in docs/HOUSE.md is what the packages say themselves: `seats | time → ledger` is
/// each one's sentence, to the word; `server.* → holdfast, server.*` is the most that any of them
/// says.
class LawPageTest implements Rule {
    private static final String PAGE = "docs/HOUSE.md";
    private static final Pattern LAW = Pattern.compile("([\\w.*| ]+?) *→ *(.*)");

    /// One line of the law.
    private record Article(int line, List<String> who, MayImport.Named what) {}

    @Override
    public List<RuleFinding> look(Repository house) {
        Optional<RepositoryFile> page = house.text(PAGE);
        if (page.isEmpty()) {
            return List.of(new RuleFinding(PAGE, 1, "is missing: write the import law into it"));
        }
        Packages packages = Packages.of(house);
        List<RuleFinding> findings = new ArrayList<>();
        Set<String> ruled = new HashSet<>();
        for (Article article : articles(MarkdownPage.of(page.get()))) {
            for (String who : article.who) {
                List<String> meant = packages.ours().stream()
                        .filter(name -> covers(who, name))
                        .filter(name -> !who.endsWith("*") || !ruled.contains(name))
                        .toList();
                if (meant.isEmpty()) {
                    findings.add(page.get().at(article.line, "there is no package " + who));
                }
                for (String name : meant) {
                    ruled.add(name);
                    MayImport sentence = packages.sentences().get(name);
                    if (sentence != null && !agrees(who, article.what, sentence.named())) {
                        findings.add(page.get().at(article.line, "the sentence of " + name
                                + " says otherwise (" + sentence.named() + "): make them agree"));
                    }
                }
            }
        }
        packages.ours().stream().filter(name -> !ruled.contains(name)).forEach(name ->
                findings.add(page.get().at(1, "no import law for " + name + ": write it down")));
        return findings;
    }

    private static boolean agrees(String who, MayImport.Named law, MayImport.Named sentence) {
        if (!who.endsWith("*")) {
            return law.equals(sentence);
        }
        return within(sentence.everyone(), law.everyone())
                && sentence.besides().entrySet().stream().allMatch(alone ->
                        within(alone.getValue(), law.all(alone.getKey())));
    }

    private static boolean within(Set<String> items, Set<String> most) {
        return items.stream().allMatch(item -> most.stream().anyMatch(allowed ->
                item.equals(allowed)
                        || item.startsWith(allowed + ".")
                        || covers(allowed, MayImport.full(item))));
    }

    /// `server.*` is holdfast.server and all below it.
    private static boolean covers(String who, String packageName) {
        String full = MayImport.full(who.replaceFirst("\\.\\*$", ""));
        return packageName.equals(full)
                || (who.endsWith("*") && packageName.startsWith(full + "."));
    }

    /// Exact ones first, so that what a line says of one package is not said again of it by a
    /// group.
    private static List<Article> articles(MarkdownPage page) {
        List<Article> exact = new ArrayList<>();
        List<Article> groups = new ArrayList<>();
        for (MarkdownPage.Fence fence : page.fences()) {
            // What is indented goes on with the line above.
            String[] lines = fence.body().replaceAll("\\n +", "\u0001 ").split("\n", -1);
            int line = fence.line();
            for (String each : lines) {
                Matcher law = LAW.matcher(each.replace("\u0001", "").strip());
                if (law.matches()) {
                    List<String> who = List.of(law.group(1).strip().split(" *\\| *", -1));
                    (law.group(1).contains("*") ? groups : exact).add(new Article(
                            line, who, MayImport.Named.of(law.group(2))));
                }
                line += 1 + (int) each.chars().filter(c -> c == '\u0001').count();
            }
        }
        exact.addAll(groups);
        return exact;
    }

    private static void shop(SeededRepository seed) {
        for (var sentence : Map.of(
                "till", "May import: purse, java.sql; Main also yard.",
                "purse", "May import: nothing.",
                "yard", "May import: nothing of Holdfast.",
                "yard.hen", "May import: yard, purse; Main also till.").entrySet()) {
            String name = sentence.getKey();
            seed.file("shop/src/main/java/holdfast/" + name.replace('.', '/')
                    + "/package-info.java",
                    "/// " + sentence.getValue() + "\npackage holdfast." + name + ";\n");
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        shop(seed);
        seed.file(PAGE, """
                ```
                till → purse, java.sql
                stall → nothing
                yard.* → yard.*
                ```
                """);
        return List.of(PAGE + ":2", PAGE + ":3", PAGE + ":4", PAGE + ":1");
    }

    @Override
    public void keep(SeededRepository seed) {
        shop(seed);
        seed.file(PAGE, """
                ```
                yard.*        → yard.*, purse; Main also till
                till          → java.sql,
                                purse; Main also yard
                purse | yard  → nothing
                ```
                """);
    }
}
