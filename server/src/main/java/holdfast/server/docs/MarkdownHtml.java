package holdfast.server.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/// A page of our documentation as HTML. Raw HTML in it is escaped.
final class MarkdownHtml {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create())).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create(), HeadingAnchorExtension.create()))
            .escapeHtml(true).sanitizeUrls(true).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();
    private static final Pattern PAGE = Pattern.compile("([a-z-]+)\\.md(#.*)?");

    private MarkdownHtml() {}

    /// @param page   the page's own address, for links within it
    /// @param guides the names of the pages that the server has
    static String html(String markdown, String page, Set<String> guides) {
        return html(PARSER.parse(markdown), page, guides);
    }

    private static String html(Node tree, String page, Set<String> guides) {
        tree.accept(new AbstractVisitor() {
            // Links to files of the repository that the server does not have become plain text.
            @Override
            public void visit(Link link) {
                visitChildren(link);
                String to = link.getDestination();
                Matcher other = PAGE.matcher(to);
                if (to.startsWith("#")) {
                    link.setDestination(page + to);
                } else if (other.matches() && guides.contains(other.group(1))) {
                    link.setDestination("/docs/" + other.group(1)
                            + (other.group(2) == null ? "" : other.group(2)));
                } else if (!to.startsWith("https://") && !to.startsWith("http://localhost")
                        && !to.startsWith("/")) {
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                }
            }
        });
        return HTML.render(tree).replace("<table>", "<div class=\"wide\"><table>")
                .replace("</table>", "</table></div>").replace("<th></th>", "<td></td>")
                .replace("<pre>", "<pre tabindex=\"0\">");
    }

    /// The section below the heading of that name, with the heading, and a last line of its own.
    /// Empty when there is no such heading.
    static String section(
            String markdown, String name, String last, String page, Set<String> guides) {
        Document section = new Document();
        int level = 0;
        Node next = PARSER.parse(markdown).getFirstChild();
        while (next != null) {
            Node node = next;
            next = node.getNext();
            if (node instanceof Heading heading) {
                if (TEXT.render(heading).strip().equals(name)) {
                    level = heading.getLevel();
                } else if (heading.getLevel() <= level) {
                    level = 0;
                }
            }
            if (level > 0) {
                section.appendChild(node);
            }
        }
        return section.getFirstChild() == null ? ""
                : html(section, page, guides) + html(last, page, guides);
    }

    /// A heading and the text below it, down to the next heading.
    ///
    /// @param id the heading's anchor
    record Section(int level, String title, String id, String text) {}

    static List<Section> sections(String markdown) {
        IdGenerator ids = IdGenerator.builder().build();
        List<Section> sections = new ArrayList<>();
        StringBuilder text = new StringBuilder(1_024);
        Heading open = null;
        for (Node node = PARSER.parse(markdown).getFirstChild(); node != null; node =
                node.getNext()) {
            if (node instanceof Heading heading) {
                if (open != null) {
                    sections.add(section(open, ids, text));
                }
                open = heading;
                text.setLength(0);
            } else {
                text.append(TEXT.render(node)).append('\n');
            }
        }
        if (open != null) {
            sections.add(section(open, ids, text));
        }
        return sections;
    }

    private static Section section(Heading heading, IdGenerator ids, StringBuilder text) {
        String title = TEXT.render(heading).strip();
        return new Section(heading.getLevel(), title, ids.generateId(title),
                text.toString().replaceAll("\\s+", " ").strip());
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
