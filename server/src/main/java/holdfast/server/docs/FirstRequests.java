package holdfast.server.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first requests, in three languages: parts of the programs in `docs/examples`, which tests
/// run.
final class FirstRequests {
    private static final Pattern STEP = Pattern.compile("^\\s*(?:#|//) ([1-9])\\. (.*)$");

    private FirstRequests() {}

    /// One request.
    ///
    /// @param title what it does
    /// @param about what to know about it; may be empty
    record Step(String title, String about, List<Code> codes) {}

    /// The request in one language.
    record Code(String language, String text) {}

    static List<Step> steps() {
        List<Step> curl = steps("curl", RouteDocs.text("examples/quickstart.sh"));
        List<Step> script = steps("JavaScript", RouteDocs.text("examples/quickstart.mjs"));
        List<Step> java = steps("Java", RouteDocs.text("examples/QuickStart.java"));
        List<Step> all = new ArrayList<>();
        for (int at = 0; at < curl.size(); at++) {
            all.add(new Step(curl.get(at).title(), curl.get(at).about(),
                    List.of(curl.get(at).codes().getFirst(), script.get(at).codes().getFirst(),
                            java.get(at).codes().getFirst())));
        }
        return all;
    }

    private static List<Step> steps(String language, String program) {
        List<Step> steps = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        String open = "";
        for (String line : program.lines().toList()) {
            Matcher step = STEP.matcher(line);
            if (step.matches()) {
                add(steps, open, language, lines);
                open = step.group(2);
                lines.clear();
            } else if (!line.equals("}") || !language.equals("Java")) {
                lines.add(line);
            }
        }
        add(steps, open, language, lines);
        return steps;
    }

    private static void add(
            List<Step> steps, String title, String language, List<String> lines) {
        if (!title.isEmpty()) {
            int end = title.indexOf(". ");
            steps.add(new Step(end < 0 ? title.replaceFirst("\\.$", "") : title.substring(0, end),
                    end < 0 ? "" : title.substring(end + 2),
                    List.of(new Code(language, String.join("\n", lines).stripIndent().strip()))));
        }
    }
}
