package holdfast.guards;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of documentation, parsed as far as the rules need.
///
/// @param prose the page with its fenced blocks blanked, so that offsets stay the same
public record MarkdownPage(RepositoryFile text, String prose, List<Fence> fences) {
    private static final Pattern FENCE = Pattern.compile(
            "(?m)^( *)```([^\\n`]*)\\n(.*?)^ *```[ ]*$", Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) +(.*?)[ #]*$");
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

    /// A fenced block: `java run` is its info, and `line` is that of its first line inside.
    public record Fence(String info, int line, String body) {}

    /// A heading and the text below it, down to the next heading of its level or above.
    public record Section(int level, String title, int from, int to) {
        /// The anchor that GitHub gives it, unless an earlier heading has the same.
        public String anchor() {
            return title.strip().toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
                    .replace(' ', '-');
        }
    }

    /// A text on the page, and its offset.
    public record Found(String text, int offset) {}

    public static MarkdownPage of(RepositoryFile text) {
        List<Fence> fences = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        Matcher fence = FENCE.matcher(text.whole());
        int from = 0;
        while (fence.find()) {
            fences.add(new Fence(fence.group(2).strip(), text.line(fence.start(3)),
                    fence.group(3).stripIndent()));
            prose.append(text.whole(), from, fence.start());
            prose.append(fence.group().replaceAll("[^\\n]", " "));
            from = fence.end();
        }
        prose.append(text.whole(), from, text.whole().length());
        return new MarkdownPage(text, prose.toString(), fences);
    }

    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        Matcher heading = HEADING.matcher(prose);
        while (heading.find()) {
            int level = heading.group(1).length();
            int to = endOf(level, heading.end());
            sections.add(new Section(level, heading.group(2), heading.start(), to));
        }
        return sections;
    }

    private int endOf(int level, int from) {
        Matcher next = Pattern.compile("(?m)^#{1," + level + "} ").matcher(prose);
        return next.find(from) ? next.start() : prose.length();
    }

    /// The texts in backticks, outside of fences.
    public List<Found> spans() {
        return found(SPAN);
    }

    /// The first group of an expression, for each match outside of fences.
    public List<Found> found(Pattern expression) {
        return expression.matcher(prose).results()
                .map(each -> new Found(each.group(1), each.start(1)))
                .toList();
    }

    public RuleFinding at(Found found, String advice) {
        return text.at(text.line(found.offset()), advice);
    }
}
