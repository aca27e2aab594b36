package holdfast.guards.docs;

import holdfast.guards.InMemorySource;
import holdfast.guards.MarkdownPage;
import holdfast.guards.Repository;
import holdfast.guards.RepositoryFile;
import holdfast.guards.RuleFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fenced `java` block of the documentation as a class. A block that is a whole file is compiled
/// as it is; any other becomes the body of a method with a `holdfast`, its `dataSource` and a
/// `workspace`.
record Snippet(RepositoryFile page, MarkdownPage.Fence fence, int number) {
    private static final Pattern WHOLE = Pattern.compile(
            "(?m)^(?:package "
                    + "|(?:public|sealed)\\b.*\\b(?:class|record|interface|enum)\\s+(\\w+))");
    private static final Pattern IMPORTS = Pattern.compile("\\A(?:\\s*import [^;]+;)+");
    /// The `java` and `java run` blocks of every page.
    static List<Snippet> of(Repository repository) {
        List<Snippet> snippets = new ArrayList<>();
        for (RepositoryFile page : repository.texts(".md")) {
            for (MarkdownPage.Fence fence : MarkdownPage.of(page).fences()) {
                if (fence.info().equals("java") || fence.info().equals("java run")) {
                    snippets.add(new Snippet(page, fence, snippets.size() + 1));
                }
            }
        }
        return snippets;
    }

    boolean runs() {
        return fence.info().equals("java run");
    }

    String name() {
        Matcher whole = WHOLE.matcher(fence.body());
        return whole.find() && whole.group(1) != null ? whole.group(1) : "Snippet" + number;
    }

    InMemorySource file(Repository repository) {
        return new InMemorySource("snippet" + number + "/" + name() + ".java",
                WHOLE.matcher(fence.body()).find() ? fence.body() : wrapped(repository));
    }

    /// Imports keep their lines; the class begins behind them.
    private String wrapped(Repository repository) {
        Matcher imports = IMPORTS.matcher(fence.body());
        int end = imports.find() ? imports.end() : 0;
        boolean ours = repository.sources().stream()
                .anyMatch(source -> source.packageName().equals("holdfast"));
        String usual = "import java.time.*; import java.util.*; "
                + (ours ? "import holdfast.*; " : "");
        String head = "public class " + name() + " {"
                + " public static " + (ours ? "holdfast.Holdfast" : "Object") + " holdfast;"
                + " public static javax.sql.DataSource dataSource;"
                + " public static String workspace;"
                + " public static void run() throws Exception { ";
        return usual + fence.body().substring(0, end) + head + fence.body().substring(end) + "}}\n";
    }

    /// Line n of the class is line n of the block: the wrapping adds no lines.
    RuleFinding at(long line, String advice) {
        int last = fence.line() + (int) fence.body().lines().count() - 1;
        return page.at((int) Math.min(last, fence.line() + Math.max(line, 1) - 1), advice);
    }
}
