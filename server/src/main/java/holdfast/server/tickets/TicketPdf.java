package holdfast.server.tickets;

import holdfast.server.tickets.PdfText.Area;
import holdfast.server.tickets.PdfText.Style;
import holdfast.server.web.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// The PDF of a booking's tickets: an A4 page for each, which folded twice is as large as a hand
/// (A6), with the code on one quarter and what a person reads on another.
public final class TicketPdf {
    private static final String ACCENT = "#0b6e4f";
    private static final float WIDE = PDRectangle.A4.getWidth();
    private static final float HIGH = PDRectangle.A4.getHeight();
    private static final float MARGIN = 30;
    private static final float COLUMN = WIDE / 2 - 2 * MARGIN;
    private static final float BAND = 10;
    private static final float QR = 220;

    private final Language language;

    private TicketPdf(Language language) {
        this.language = language;
    }

    /// The PDF of tickets.
    ///
    /// @param sheets at least one ticket, in this language
    public static byte[] of(List<TicketSheet> sheets, Language language) {
        try (PDDocument document = new PDDocument()) {
            PdfText text = new PdfText(document);
            TicketPdf pdf = new TicketPdf(language);
            document.getDocumentCatalog().setLanguage(language.tag());
            document.getDocumentInformation().setTitle(
                    sheets.getFirst().what().title() + " · " + sheets.getFirst().who().reference());
            document.getDocumentInformation().setAuthor(sheets.getFirst().what().seller());
            for (TicketSheet sheet : sheets) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream stream = new PDPageContentStream(document, page)) {
                    pdf.page(stream, text, sheet);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void page(PDPageContentStream page, PdfText text, TicketSheet sheet)
            throws IOException {
        folds(page);
        band(page, sheet.accent().orElse(ACCENT));
        front(page, text, sheet);
        code(page, text, sheet);
        booking(page, text, sheet);
        rules(page, text);
    }

    private static void folds(PDPageContentStream page) throws IOException {
        page.setStrokingColor(0.75f, 0.75f, 0.75f);
        page.setLineWidth(0.5f);
        page.setLineDashPattern(new float[] {2, 4}, 0);
        page.moveTo(WIDE / 2, MARGIN);
        page.lineTo(WIDE / 2, HIGH - MARGIN);
        page.moveTo(MARGIN, HIGH / 2);
        page.lineTo(WIDE - MARGIN, HIGH / 2);
        page.stroke();
    }

    private static void band(PDPageContentStream page, String accent) throws IOException {
        int colour = Integer.parseInt(accent.substring(1), 16);
        page.setNonStrokingColor((colour >> 16 & 255) / 255f, (colour >> 8 & 255) / 255f,
                (colour & 255) / 255f);
        page.addRect(0, HIGH - BAND, WIDE, BAND);
        page.fill();
    }

    /// The upper left quarter: what, when and where.
    private void front(PDPageContentStream page, PdfText text, TicketSheet sheet)
            throws IOException {
        float y = HIGH - BAND - 26;
        y = text.fit(page, new Style(false, 10, 0.35f), left(y), 1, sheet.what().seller()) - 10;
        y = text.fit(page, Style.bold(24), left(y), 3, sheet.what().title()) - 12;
        y = text.fit(page, Style.bold(13), left(y), 2, sheet.when().date());
        y = text.fit(page, Style.bold(13), left(y), 1,
                language.say("ticket.time", sheet.when().time(), sheet.when().city())) - 8;
        if (sheet.when().venue().isPresent()) {
            y = text.fit(page, Style.plain(11), left(y), 2, sheet.when().venue().get());
            y = text.fit(page, new Style(false, 9.5f, 0.35f), left(y), 3,
                    sheet.when().address().orElse("")) - 8;
        }
        y = Math.min(y, HIGH / 2 + 132);
        y = labelled(page, text, left(y), sheet.ticket().visit() ? "ticket.with" : "ticket.area",
                Style.bold(12), sheet.what().area());
        text.write(page, Style.label(), left(y),
                language.say(sheet.ticket().visit() ? "ticket.for" : "ticket.place"));
        text.fit(page, Style.bold(20), left(y - 10), 2, sheet.what().seat());
    }

    private float labelled(
            PDPageContentStream page, PdfText text, Area area, String label, Style style,
            String value) throws IOException {
        if (value.isEmpty()) {
            return area.y();
        }
        float y = text.write(page, Style.label(), area, language.say(label));
        return text.fit(page, style, new Area(area.x(), y, area.width()), 2, value) - 8;
    }

    private static Area left(float y) {
        return new Area(MARGIN, y, COLUMN);
    }

    private static Area right(float y) {
        return new Area(WIDE / 2 + MARGIN, y, COLUMN);
    }

    /// The upper right quarter: the code, and what a person types if it cannot be scanned.
    private void code(PDPageContentStream page, PdfText text, TicketSheet sheet)
            throws IOException {
        QrPicture picture = QrPicture.of(sheet.code());
        float module = QR / picture.width();
        float x0 = WIDE * 3 / 4 - QR / 2;
        float y0 = HIGH - BAND - 40;
        page.setNonStrokingColor(0f, 0f, 0f);
        for (int y = 0; y < picture.width(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if (picture.dark(x, y)) {
                    int from = x;
                    while (picture.dark(x + 1, y)) {
                        x++;
                    }
                    page.addRect(x0 + from * module, y0 - (y + 1) * module,
                            (x + 1 - from) * module, module);
                }
            }
        }
        page.fill();
        centred(page, text, Style.bold(15), y0 - QR - 14, sheet.who().reference());
        centred(page, text, new Style(false, 8, 0.4f), y0 - QR - 36, sheet.ticket().id());
        centred(page, text, new Style(false, 9.5f, 0.25f), y0 - QR - 56,
                language.say("ticket.number.label", sheet.who().number()));
    }

    private static void centred(
            PDPageContentStream page, PdfText text, Style style, float y, String words)
            throws IOException {
        float width = Math.min(text.width(style, words), COLUMN);
        text.fit(page, style, new Area(WIDE * 3 / 4 - width / 2, y, COLUMN), 1, words);
    }

    /// The lower left quarter: whose it is.
    private void booking(PDPageContentStream page, PdfText text, TicketSheet sheet)
            throws IOException {
        float y = HIGH / 2 - 30;
        y = labelled(page, text, left(y), "ticket.name", Style.bold(14), sheet.who().name());
        y = labelled(page, text, left(y), "ticket.reference", Style.plain(11),
                sheet.who().reference());
        y = labelled(page, text, left(y), "ticket.what", Style.plain(11), sheet.what().title());
        labelled(page, text, left(y), "ticket.when", Style.plain(11), sheet.when().date() + ", "
                + language.say("ticket.time", sheet.when().time(), sheet.when().city()));
    }

    /// The lower right quarter.
    private void rules(PDPageContentStream page, PdfText text) throws IOException {
        float y = HIGH / 2 - 30;
        y = text.write(page, Style.bold(11), right(y), language.say("ticket.rules")) - 6;
        for (String rule : List.of("ticket.rule.show", "ticket.rule.once", "ticket.rule.secret",
                "ticket.rule.changed")) {
            y = text.write(page, Style.plain(9.5f), right(y), language.say(rule)) - 5;
        }
        text.write(page, new Style(false, 8, 0.4f), right(MARGIN + 24),
                language.say("ticket.fold"));
    }
}
