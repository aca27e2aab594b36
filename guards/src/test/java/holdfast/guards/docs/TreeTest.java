package holdfast.guards.docs;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tree in docs/HOUSE.md is the tree of the repository: what it shows is there, and every
/// module and every package is shown. The classes it speaks of exist, as far as their names have
/// two humps, and so do the tests that the page names.
class TreeTest implements Rule {
    private static final String PAGE = "docs/HOUSE.md";
    private static final Pattern BRANCH = Pattern.compile("((?:[│ ] {3})*)[├└]── (\\S+)(.*)");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z][a-z]+[A-Z]\\w*\\b");
    private static final Set<String> FOREIGN = Set.of("PostgreSQL", "DataSource");

    /// One line of the tree with its path from the root.
    private record Branch(int line, String path, String words) {}

    @Override
    public List<RuleFinding> look(Repository house) {
        Optional<RepositoryFile> page = house.text(PAGE);
        if (page.isEmpty()) {
            return List.of(new RuleFinding(PAGE, 1, "is missing: draw the tree of the house in it"));
        }
        MarkdownPage markdown = MarkdownPage.of(page.get());
        List<Branch> branches = branches(markdown);
        Set<String> types = types(house);
        List<RuleFinding> findings = new ArrayList<>();
        for (Branch branch : branches) {
            if (!Files.exists(house.root().resolve(branch.path))) {
                findings.add(page.get().at(branch.line,
                        branch.path + " is not there: draw what is"));
            }
            CLASS.matcher(branch.words).results().forEach(name -> {
                if (!types.contains(name.group()) && !FOREIGN.contains(name.group())) {
                    findings.add(page.get().at(branch.line, "there is no " + name.group()
                            + ": say what is there now"));
                }
            });
        }
        for (MarkdownPage.Found span : markdown.spans()) {
            if (span.text().matches("\\w+Test") && !types.contains(span.text())) {
                findings.add(markdown.at(span, "there is no " + span.text()
                        + ": say what keeps the rule now"));
            }
        }
        Set<String> drawn = branches.stream().map(Branch::path).collect(Collectors.toSet());
        for (String folder : folders(house)) {
            if (!drawn.contains(folder)) {
                findings.add(page.get().at(1, folder + " is not in the tree: draw it"));
            }
        }
        return findings;
    }

    private static List<Branch> branches(MarkdownPage page) {
        List<Branch> branches = new ArrayList<>();
        for (MarkdownPage.Fence fence : page.fences()) {
            List<String> above = new ArrayList<>();
            List<String> lines = fence.body().lines().toList();
            for (int at = 0; at < lines.size(); at++) {
                Matcher branch = BRANCH.matcher(lines.get(at));
                if (branch.matches()) {
                    int depth = branch.group(1).length() / 4;
                    above.subList(Math.min(depth, above.size()), above.size()).clear();
                    above.add(branch.group(2).replaceFirst("/$", ""));
                    branches.add(new Branch(
                            fence.line() + at, String.join("/", above), branch.group(3)));
                }
            }
        }
        return branches;
    }

    /// The modules and the folders of the packages, main ones before those that only tests have.
    private static Set<String> folders(Repository house) {
        Set<String> folders = new TreeSet<>(house.modules());
        Set<String> packages = new TreeSet<>();
        for (boolean tests : new boolean[] {false, true}) {
            Set<String> found = new TreeSet<>();
            for (Source source : house.sources()) {
                String name = source.packageName();
                if (source.text().isTest() == tests
                        && !name.isEmpty() && !packages.contains(name)) {
                    String path = source.text().path();
                    folders.add(path.substring(0, path.lastIndexOf('/')));
                    found.add(name);
                }
            }
            packages.addAll(found);
        }
        return folders;
    }

    private static Set<String> types(Repository house) {
        return house.texts(".java").stream()
                .map(text -> text.name().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    private static void shop(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/till/CashDrawer.java", "package holdfast.till;\n");
        seed.file("shop/src/test/java/holdfast/till/TillTest.java", "package holdfast.till;\n");
        seed.file("shop/src/test/java/holdfast/proof/RaceTest.java", "package holdfast.proof;\n");
        seed.file("README.md", "");
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        shop(seed);
        seed.file(PAGE, """
                ```
                holdfast/
                ├── README.md       what it is
                ├── stall/          is gone
                └── shop/
                    ├── src/main/java/holdfast/till/  BigPurse, in PostgreSQL
                    └── src/main/java/holdfast/gone/
                ```
                `TillTest`, but `StallTest`.
                """);
        return List.of(PAGE + ":4", PAGE + ":6", PAGE + ":7", PAGE + ":9", PAGE + ":1");
    }

    @Override
    public void keep(SeededRepository seed) {
        shop(seed);
        seed.file(PAGE, """
                ```
                holdfast/
                ├── README.md       what it is
                └── shop/           WHERE PEOPLE BUY
                    ├── src/main/java/holdfast/
                    │   └── till/   CashDrawer
                    │               and what it takes
                    └── src/test/java/holdfast/
                        └── proof/
                ```
                """);
    }
}
