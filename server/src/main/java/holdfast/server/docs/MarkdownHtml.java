package holdfast.server.docs;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
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

    private MarkdownHtml() {}

    static String html(String markdown) {
        return html(PARSER.parse(markdown));
    }

    private static String html(Node page) {
        page.accept(new AbstractVisitor() {
            // Links within the page lead there. Links to other files of the repository become
            // plain text, because the server does not serve those files.
            @Override
            public void visit(Link link) {
                visitChildren(link);
                if (link.getDestination().startsWith("#")) {
                    link.setDestination("/docs/outcomes" + link.getDestination());
                } else {
                    while (link.getFirstChild() != null) {
                        link.insertBefore(link.getFirstChild());
                    }
                    link.unlink();
                }
            }
        });
        return HTML.render(page);
    }

    /// The section below the heading of that name, with the heading, and a last line of its own.
    /// Empty when there is no such heading.
    static String section(String markdown, String name, String last) {
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
        return section.getFirstChild() == null ? "" : html(section) + html(last);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
