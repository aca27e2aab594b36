package holdfast.server.storefront;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A venue's own text as blocks: paragraphs with an empty line between them, and headings, which
/// begin with `## `. Addresses in it become links. HTML in it stays text.
public record ProseText(List<Block> blocks) {
    private static final String HEADING = "## ";
    private static final Pattern LINK = Pattern.compile(
            "https://[^\\s\"<>]+[^\\s\"<>.,;:)]|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");

    public ProseText {
        blocks = List.copyOf(blocks);
    }

    /// A heading or a paragraph.
    public record Block(boolean heading, List<Piece> pieces) {}

    /// A part of a paragraph, with the address that it leads to.
    public record Piece(String text, Optional<String> link) {}

    static ProseText of(String text) {
        List<Block> blocks = new ArrayList<>();
        for (String part : text.strip().split("\\R\\s*\\R", -1)) {
            String block = part.strip();
            while (block.startsWith(HEADING)) {
                String[] lines = block.split("\\R", 2);
                blocks.add(new Block(true, List.of(new Piece(
                        lines[0].substring(HEADING.length()).strip(), Optional.empty()))));
                block = lines.length > 1 ? lines[1].strip() : "";
            }
            if (!block.isEmpty()) {
                blocks.add(new Block(false, pieces(block)));
            }
        }
        return new ProseText(blocks);
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher links = LINK.matcher(text);
        int from = 0;
        while (links.find()) {
            pieces.add(new Piece(text.substring(from, links.start()), Optional.empty()));
            String link = links.group();
            pieces.add(new Piece(link.replaceFirst("^https://", ""),
                    Optional.of(link.startsWith("https://") ? link : "mailto:" + link)));
            from = links.end();
        }
        pieces.add(new Piece(text.substring(from), Optional.empty()));
        return pieces.stream().filter(piece -> !piece.text().isEmpty()).toList();
    }
}
