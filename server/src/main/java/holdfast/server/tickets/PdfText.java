package holdfast.server.tickets;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Text of a PDF document: two fonts, of which the document gets the letters that it uses. A letter
/// that the fonts lack is written as a white square.
public final class PdfText {
    private static final String MISSING = "\u25a1";

    private final PDFont plain;
    private final PDFont bold;

    public PdfText(PDDocument document) throws IOException {
        this.plain = font(document, "DejaVuSans.ttf");
        this.bold = font(document, "DejaVuSans-Bold.ttf");
    }

    private static PDFont font(PDDocument document, String name) throws IOException {
        try (InputStream in = PdfText.class.getResourceAsStream(
                "/holdfast/server/tickets/" + name)) {
            if (in == null) {
                throw new IOException("the font " + name + " is missing");
            }
            return PDType0Font.load(document, in, true);
        }
    }

    /// How a text looks.
    ///
    /// @param ink the brightness of its letters, from 0 (black) to 1
    public record Style(boolean bold, float size, float ink) {
        public static Style plain(float size) {
            return new Style(false, size, 0);
        }

        public static Style bold(float size) {
            return new Style(true, size, 0);
        }

        public static Style label() {
            return new Style(false, 7.5f, 0.4f);
        }

        float height() {
            return size * 1.3f;
        }

        Style smaller() {
            return new Style(bold, size - 1, ink);
        }
    }

    private PDFont font(Style style) {
        return style.bold() ? bold : plain;
    }

    /// Writes lines below each other, wrapped at a width; returns where the next one goes.
    public float write(PDPageContentStream page, Style style, Area area, String text)
            throws IOException {
        float y = area.y();
        page.setNonStrokingColor(style.ink(), style.ink(), style.ink());
        for (String line : lines(style, area.width(), text)) {
            y -= style.height();
            page.beginText();
            page.setFont(font(style), style.size());
            page.newLineAtOffset(area.x(), y + style.size() * 0.25f);
            page.showText(line);
            page.endText();
        }
        return y;
    }

    /// Where a text goes.
    public record Area(float x, float y, float width) {}

    /// The same in the largest size, from this one down, in which it takes at most so many lines.
    float fit(PDPageContentStream page, Style style, Area area, int most, String text)
            throws IOException {
        Style fitting = style;
        while (fitting.size() > 9 && lines(fitting, area.width(), text).size() > most) {
            fitting = fitting.smaller();
        }
        return write(page, fitting, area, text);
    }

    public float width(Style style, String text) throws IOException {
        return font(style).getStringWidth(safe(style, text)) / 1_000 * style.size();
    }

    private List<String> lines(Style style, float width, String text) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : safe(style, text).split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(style, longer) > width) {
                lines.add(line.toString());
                line.setLength(0);
                longer = word;
            }
            line.setLength(0);
            line.append(cut(style, width, longer, lines));
        }
        lines.add(line.toString());
        return lines;
    }

    /// Breaks a word that is wider than a line.
    private String cut(Style style, float width, String word, List<String> lines)
            throws IOException {
        String rest = word;
        while (width(style, rest) > width && rest.codePointCount(0, rest.length()) > 1) {
            int end = rest.length();
            while (end > 1 && width(style, rest.substring(0, end)) > width) {
                end = rest.offsetByCodePoints(end, -1);
            }
            end = Math.max(end, rest.offsetByCodePoints(0, 1));
            lines.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        return rest;
    }

    private String safe(Style style, String text) throws IOException {
        StringBuilder safe = new StringBuilder();
        for (int letter : text.replaceAll("\\s+", " ").strip().codePoints().toArray()) {
            String one = Character.toString(letter);
            safe.append(has(font(style), one) ? one : MISSING);
        }
        return safe.toString();
    }

    private static boolean has(PDFont font, String letter) throws IOException {
        try {
            font.encode(letter);
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }
}
