package holdfast.server.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A script as it is sent: joined with the modules that it imports, so that a page requests one
/// file, and without comments and indentation.
final class Script {
    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:([^\"]+?) from )?\"\\./([^\"]+)\";$", Pattern.MULTILINE);
    private static final Pattern EXPORT = Pattern.compile(
            "^export ((?:async )?(?:function|class|const) (\\w+))", Pattern.MULTILINE);

    private final Map<String, String> all;
    private final Set<String> begun = new HashSet<>();
    private final Set<String> joined = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private Script(Map<String, String> all) {
        this.all = all;
    }

    /// @param all each script's text by its name
    static byte[] sent(String name, Map<String, String> all) {
        Script script = new Script(all);
        String own = script.imports(name);
        return script.text.append(own).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Adds the imported modules; a module that imports itself by others cannot be joined.
    private String imports(String name) {
        if (!begun.add(name) || !all.containsKey(name)) {
            throw new IllegalStateException("script " + name + " is missing or imports itself");
        }
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        return IMPORT.matcher(bare(all.get(name))).replaceAll(line -> {
            String module = folder + line.group(2);
            if (!joined.contains(module)) {
                join(module);
                joined.add(module);
            }
            return Matcher.quoteReplacement(names(line.group(1), variable(module)));
        });
    }

    private static String names(String imported, String variable) {
        if (imported == null) {
            return "";
        }
        return imported.startsWith("* as ")
                ? "const " + imported.substring(5) + " = " + variable + ";"
                : "const " + imported.replace(" as ", ": ") + " = " + variable + ";";
    }

    /// A module is a function, so that its own names stay its own, which returns its exports.
    private void join(String module) {
        String own = imports(module);
        List<String> exported = new ArrayList<>();
        String inside = EXPORT.matcher(own).replaceAll(line -> {
            exported.add(line.group(2));
            return Matcher.quoteReplacement(line.group(1));
        });
        text.append("const ").append(variable(module)).append(" = (() => {\n").append(inside)
                .append("return { ").append(String.join(", ", exported)).append(" };\n})();\n");
    }

    private static String variable(String module) {
        return "$" + module.substring(module.lastIndexOf('/') + 1).replaceAll("\\W", "_");
    }

    /// The lines without comments, indentation and empty lines.
    private static String bare(String written) {
        StringBuilder sent = new StringBuilder(written.length());
        boolean inside = false;
        for (String line : written.split("\n", -1)) {
            String code = line.strip();
            int end = code.indexOf("*/");
            // A line with code after a JSDoc type is not a comment line.
            boolean whole = end < 0 || end + 2 == code.length();
            boolean begins = code.startsWith("/*") && whole;
            boolean comment = inside || begins || code.startsWith("//");
            inside = (inside || begins) && end < 0;
            if (!comment && !code.isEmpty()) {
                sent.append(code).append('\n');
            }
        }
        return sent.toString();
    }
}
