package holdfast.guards.schema;

import holdfast.guards.RepositoryFile;
import holdfast.guards.RuleFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A part of a schema file and its offset in the file; comments and quoted texts are blanks.
record Statement(RepositoryFile file, int offset, String sql) {
    private static final Pattern SILENT = Pattern.compile(
            "--[^\\n]*|/\\*.*?\\*/|(\\$\\w*\\$).*?\\1|'(?:[^']|'')*'", Pattern.DOTALL);

    /// The statements of a file, in order.
    static List<Statement> of(RepositoryFile file) {
        String sql = SILENT.matcher(file.whole())
                .replaceAll(found -> found.group().replaceAll("[^\\n]", " "));
        return new Statement(file, 0, sql).split(';');
    }

    /// Splits at each separator outside of parentheses.
    List<Statement> split(char separator) {
        List<Statement> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at <= sql.length(); at++) {
            char c = at == sql.length() ? separator : sql.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == separator && (depth == 0 || at == sql.length())) {
                Statement part = part(from, at);
                if (!part.sql.isEmpty()) {
                    parts.add(part);
                }
                from = at + 1;
            }
        }
        return parts;
    }

    /// The part from one offset to another, without blanks around it.
    Statement part(int from, int to) {
        String part = sql.substring(from, to);
        int blanks = part.length() - part.stripLeading().length();
        return new Statement(file, offset + from + blanks, part.strip());
    }

    /// The text in the first parentheses after an offset.
    Statement inside(int after) {
        int open = sql.indexOf('(', after);
        if (open < 0) {
            return new Statement(file, offset, "");
        }
        int depth = 0;
        for (int at = open; at < sql.length(); at++) {
            depth += sql.charAt(at) == '(' ? 1 : sql.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return part(open + 1, at);
            }
        }
        return part(open + 1, sql.length());
    }

    int line() {
        return file.line(offset);
    }

    RuleFinding at(String advice) {
        return file.at(line(), advice);
    }
}
