package holdfast.guards;

import java.util.List;
import java.util.regex.Pattern;

/// A file of the repository, by its path from the root with `/` between the names.
public record RepositoryFile(String path, String whole) {

    public List<String> lines() {
        return whole.lines().toList();
    }

    public String module() {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean isTest() {
        return path.contains("/src/test/");
    }

    public boolean isIn(String folder) {
        return path.startsWith(folder + "/");
    }

    public int line(int offset) {
        return 1 + (int) whole.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /// The line of the expression's first match, or the first line.
    public int line(Pattern expression) {
        var matcher = expression.matcher(whole);
        return matcher.find() ? line(matcher.start()) : 1;
    }

    public RuleFinding at(int line, String advice) {
        return new RuleFinding(path, line, advice);
    }
}
