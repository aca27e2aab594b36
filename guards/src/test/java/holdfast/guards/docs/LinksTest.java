package holdfast.guards.docs;

import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A link in the documentation has an existing target, including the heading. A picture exists,
/// and has a text for readers who do not see it.
class LinksTest implements Rule {
    private static final Pattern LINK = Pattern.compile(
            "(?m)\\]\\(<?([^)\\s>]+)>?(?: +\"[^\"]*\")?\\)");
    private static final Pattern NO_TEXT = Pattern.compile("(!\\[\\s*\\]\\()");
    private static final Pattern DEFINED = Pattern.compile("(?m)^ {0,3}\\[[^\\]]+\\]: *(\\S+)");
    private static final Pattern HTML = Pattern.compile("\\b(?:src|href)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*|//.*");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (RepositoryFile page : repository.texts(".md")) {
            MarkdownPage markdown = MarkdownPage.of(page);
            markdown.found(NO_TEXT).forEach(picture -> findings.add(
                    markdown.at(picture, "say what the picture shows, between the brackets")));
            for (Pattern pattern : List.of(LINK, DEFINED, HTML)) {
                for (MarkdownPage.Found link : markdown.found(pattern)) {
                    if (!ELSEWHERE.matcher(link.text()).matches()) {
                        complaint(repository, page, link.text())
                                .ifPresent(complaint -> findings.add(markdown.at(link, complaint)));
                    }
                }
            }
        }
        return findings;
    }

    private static Optional<String> complaint(Repository repository, RepositoryFile page,
            String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        String path = file.isEmpty() ? page.path() : Path.of(page.path()).resolveSibling(file)
                .normalize().toString().replace('\\', '/');
        if (path.startsWith("..") || !Files.exists(repository.root().resolve(path))) {
            return Optional.of(link + " leads nowhere: there is no " + path);
        }
        Optional<RepositoryFile> target =
                repository.text(path).filter(text -> text.path().endsWith(".md"));
        if (anchor.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return anchors(MarkdownPage.of(target.get())).contains(anchor)
                ? Optional.empty()
                : Optional.of(path + " has no heading for #" + anchor);
    }

    /// The second heading of a name gets `-1`, the third `-2`.
    private static List<String> anchors(MarkdownPage markdown) {
        List<String> anchors = new ArrayList<>();
        for (MarkdownPage.Section section : markdown.sections()) {
            String anchor = section.anchor();
            for (int times = 1; anchors.contains(anchor); times++) {
                anchor = section.anchor() + "-" + times;
            }
            anchors.add(anchor);
        }
        return anchors;
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("README.md", """
                # Here

                [gone](docs/gone.md), [there](docs/there.md#nothing)
                [above](../above.md) and [here](#nowhere).
                <img src="docs/picture.png">

                [later]: docs/later.md

                ![A hall](docs/hall.png) ![](docs/map.png)
                """);
        seed.file("docs/map.png", "");
        seed.file("docs/there.md", "# There\n\n```\n# Nothing\n```\n");
        seed.file("shop/src/main/A.java", "");
        return List.of("README.md:3", "README.md:3", "README.md:4", "README.md:4", "README.md:5",
                "README.md:7", "README.md:9", "README.md:9");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("README.md", """
                # Here

                [page](docs/there.md "There"), [heading](docs/there.md#what-it-says-seats--pools),
                [again](docs/there.md#again-1), [web](https://example.org/x#y), [here](#here),
                [sources](shop/src/main), [file](shop/src/main/A.java#L1),
                ![A seat map](docs/map.png) [![The same, smaller](docs/map.png)](docs/map.png)

                ```
                [gone](gone.md)
                ```
                """);
        seed.file("docs/there.md", """
                ## What it says: `seats` & pools
                ## Again
                ## Again
                [back](../README.md)
                """);
        seed.file("docs/map.png", "");
        seed.file("shop/src/main/A.java", "");
    }
}
