package holdfast.server.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// As much of Markdown as our pages use, made into HTML. What comes in is ours; it is escaped all
/// the same.
final class Markup {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern ITALIC = Pattern.compile("(?<!\\*)\\*([^*]+)\\*(?!\\*)");
    private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)\\s]+)\\)");
    private static final String RULE = "\\|( *:?-+:? *\\|)+";

    private final List<String> lines;
    private final StringBuilder html = new StringBuilder();
    private int at;

    private Markup(String text) {
        this.lines = text.lines().toList();
    }

    static String html(String text) {
        Markup markup = new Markup(text);
        while (markup.at < markup.lines.size()) {
            markup.block();
        }
        return markup.html.toString();
    }

    /// The section below the heading of that name, heading included; empty when there is none.
    static String section(String text, String name) {
        List<String> found = new ArrayList<>();
        int level = 0;
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                int depth = line.indexOf(' ');
                if (line.substring(Math.max(0, depth)).strip().equals(name)) {
                    level = depth;
                } else if (depth <= level) {
                    level = 0;
                }
            }
            if (level > 0) {
                found.add(line);
            }
        }
        return String.join("\n", found);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private void block() {
        String line = lines.get(at);
        if (line.isBlank()) {
            at++;
        } else if (line.startsWith("#")) {
            heading(line);
        } else if (line.startsWith("```")) {
            fence();
        } else if (line.startsWith("|")) {
            table();
        } else if (line.startsWith("- ")) {
            list();
        } else {
            html.append("<p>").append(inline(paragraph())).append("</p>\n");
        }
    }

    private void heading(String line) {
        int level = line.indexOf(' ');
        String title = line.substring(level).strip();
        html.append("<h").append(level).append(" id=\"").append(anchor(title)).append("\">")
                .append(inline(title)).append("</h").append(level).append(">\n");
        at++;
    }

    private static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                .replace(' ', '-');
    }

    private void fence() {
        html.append("<pre>");
        for (at++; at < lines.size() && !lines.get(at).startsWith("```"); at++) {
            html.append(escaped(lines.get(at))).append('\n');
        }
        html.append("</pre>\n");
        at++;
    }

    private void table() {
        html.append("<table>\n");
        boolean head = true;
        for (; at < lines.size() && lines.get(at).startsWith("|"); at++) {
            String line = lines.get(at).strip();
            if (line.matches(RULE)) {
                head = false;
                continue;
            }
            html.append("<tr>");
            for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
                html.append(head ? "<th>" : "<td>").append(inline(cell.strip()))
                        .append(head ? "</th>" : "</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private void list() {
        html.append("<ul>\n");
        while (at < lines.size() && lines.get(at).startsWith("- ")) {
            html.append("<li>").append(inline(paragraph().substring(2))).append("</li>\n");
        }
        html.append("</ul>\n");
    }

    /// What goes on until a blank line or the next block.
    private String paragraph() {
        StringBuilder text = new StringBuilder(lines.get(at));
        for (at++; at < lines.size() && !lines.get(at).isBlank()
                && !lines.get(at).matches("(#|```|\\||- ).*"); at++) {
            text.append(' ').append(lines.get(at).strip());
        }
        return text.toString();
    }

    private static String inline(String text) {
        String safe = escaped(text);
        safe = CODE.matcher(safe).replaceAll("<code>$1</code>");
        safe = LINK.matcher(safe).replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                link(found.group(1), found.group(2))));
        safe = BOLD.matcher(safe).replaceAll("<b>$1</b>");
        return ITALIC.matcher(safe).replaceAll("<i>$1</i>");
    }

    /// Places on the same page lead there; what lies elsewhere in the sources is not here.
    private static String link(String words, String target) {
        return target.startsWith("#")
                ? "<a href=\"/docs/outcomes" + target + "\">" + words + "</a>" : words;
    }
}
