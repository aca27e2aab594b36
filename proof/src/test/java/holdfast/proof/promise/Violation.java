package holdfast.proof.promise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// SQL statements; the constraint must refuse the last of them.
record Violation(String constraint, int line, List<String> statements) {
    static final String GIVEN = "given";
    static final String ALLOWED = "allowed";
    private static final String HEADING = "--- ";

    Violation {
        statements = List.copyOf(statements);
    }

    boolean refused() {
        return !constraint.equals(GIVEN) && !constraint.equals(ALLOWED);
    }

    static List<Violation> read(List<String> file) {
        List<Violation> violations = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        String constraint = "";
        int line = 0;
        for (int at = 0; at <= file.size(); at++) {
            boolean end = at == file.size();
            if (end || file.get(at).startsWith(HEADING)) {
                if (!constraint.isEmpty()) {
                    violations.add(new Violation(constraint, line, statements(sql.toString())));
                }
                constraint = end ? "" : file.get(at).substring(HEADING.length()).strip();
                line = at + 1;
                sql.setLength(0);
            } else {
                sql.append(file.get(at)).append('\n');
            }
        }
        return violations;
    }

    private static List<String> statements(String sql) {
        return Arrays.stream(sql.split(";\n")).map(String::strip)
                .filter(each -> !each.isEmpty()).toList();
    }
}
