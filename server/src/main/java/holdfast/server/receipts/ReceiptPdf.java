package holdfast.server.receipts;

import holdfast.server.catalog.Money;
import holdfast.server.tickets.PdfText;
import holdfast.server.tickets.PdfText.Area;
import holdfast.server.tickets.PdfText.Style;
import holdfast.server.web.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// The PDF of a receipt, on as many A4 pages as its lines need.
public final class ReceiptPdf {
    private static final float WIDE = PDRectangle.A4.getWidth();
    private static final float HIGH = PDRectangle.A4.getHeight();
    private static final float MARGIN = 50;
    private static final float RIGHT = WIDE - MARGIN;
    private static final float COLUMN = WIDE - 2 * MARGIN;
    private static final float WHAT = 250;
    /// The right edges of the columns of a line.
    private static final float QUANTITY = MARGIN + WHAT + 40;
    private static final float EACH = QUANTITY + 80;
    private static final float RATE = EACH + 50;
    private static final Style TEXT = Style.plain(10);
    private static final Style STRONG = Style.bold(10);

    private final PDDocument document;
    private final PdfText text;
    private final Language language;
    private final Receipt receipt;
    private PDPageContentStream page;
    private float y;

    private ReceiptPdf(PDDocument document, Receipt receipt, Language language)
            throws IOException {
        this.document = document;
        this.text = new PdfText(document);
        this.language = language;
        this.receipt = receipt;
        this.page = page(document);
        this.y = HIGH - MARGIN;
    }

    public static byte[] of(Receipt receipt, Language language) {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentCatalog().setLanguage(language.tag());
            document.getDocumentInformation().setTitle(
                    language.say(title(receipt)) + " " + receipt.id());
            document.getDocumentInformation().setAuthor(receipt.content().issuer().name());
            ReceiptPdf pdf = new ReceiptPdf(document, receipt, language);
            try {
                pdf.write();
            } finally {
                pdf.page.close();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String title(Receipt receipt) {
        return receipt.corrects().isPresent() ? "receipt.correction" : "receipt.title";
    }

    private static PDPageContentStream page(PDDocument document) throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        return new PDPageContentStream(document, page);
    }

    private void write() throws IOException {
        head();
        lines();
        sums();
    }

    private void head() throws IOException {
        ReceiptContent content = receipt.content();
        paragraph(Style.bold(12), content.issuer().name());
        optional(content.issuer().address());
        optional(content.issuer().taxNumber()
                .map(number -> language.say("receipt.taxNumber", number)));
        y -= 30;
        paragraph(Style.bold(18), language.say(title(receipt)));
        y -= 6;
        paragraph(TEXT, language.say("receipt.number", receipt.id()));
        // A date without a place: the one in UTC is the same for all copies.
        paragraph(TEXT, language.say("receipt.date",
                language.date(receipt.madeAt().atOffset(ZoneOffset.UTC).toLocalDate())));
        optional(receipt.corrected().map(number -> language.say("receipt.corrects", number)));
        paragraph(TEXT, language.say("receipt.reference", content.reference()));
        optional(receipt.customer().map(name -> language.say("receipt.customer", name)));
        y -= 20;
    }

    private void optional(Optional<String> words) throws IOException {
        if (words.isPresent()) {
            paragraph(TEXT, words.get());
        }
    }

    private void paragraph(Style style, String words) throws IOException {
        y = text.write(page, style, new Area(MARGIN, y, COLUMN), words);
    }

    private void lines() throws IOException {
        right(Style.label(), QUANTITY, language.say("receipt.quantity"));
        right(Style.label(), EACH, language.say("receipt.each"));
        right(Style.label(), RATE, language.say("receipt.rate"));
        right(Style.label(), RIGHT, language.say("receipt.price"));
        y = text.write(page, Style.label(), new Area(MARGIN, y, WHAT),
                language.say("receipt.what"));
        rule();
        for (ReceiptContent.Line line : receipt.content().lines()) {
            room(60);
            right(TEXT, QUANTITY, language.number(line.quantity()));
            right(TEXT, EACH, money(line.unitPrice()));
            right(TEXT, RATE, line.tax().map(tax -> language.percent(tax.rate())).orElse(""));
            right(TEXT, RIGHT, money(line.quantity() * line.unitPrice()));
            String what = line.what().isEmpty() ? language.say(nameless()) : line.what();
            y = text.write(page, TEXT, new Area(MARGIN, y, WHAT), what);
            if (line.discount() != 0) {
                amount(TEXT, language.say("receipt.discount"), -line.discount());
            }
        }
        rule();
    }

    /// The key of what a line without a name is of.
    private String nameless() {
        return receipt.corrects().isPresent() ? "receipt.refund"
                : switch (receipt.content().pays()) {
                    case ALL -> "receipt.booking";
                    case DEPOSIT -> "receipt.deposit";
                    case REST -> "receipt.rest";
                };
    }

    private void sums() throws IOException {
        ReceiptContent content = receipt.content();
        room(140);
        for (ReceiptContent.Part code : content.discounts()) {
            paragraph(Style.plain(9), language.say("receipt.code", code.name(),
                    money(code.amount())));
        }
        amount(STRONG, language.say("receipt.total"), receipt.total());
        for (ReceiptContent.TaxSum sum : content.taxes()) {
            amount(TEXT, language.say("receipt.net", language.percent(sum.rate())), sum.net());
            amount(TEXT, language.say("receipt.tax", language.percent(sum.rate())), sum.tax());
        }
        for (ReceiptContent.Part card : content.giftCards()) {
            amount(TEXT, language.say("receipt.giftCard", card.name()), -card.amount());
        }
        if (!content.giftCards().isEmpty()) {
            amount(STRONG, language.say("receipt.due"), receipt.paid());
        }
        y -= 14;
        paragraph(TEXT, language.say("receipt.method." + switch (content.method()) {
            case "onSite", "external", "giftCard", "bankTransfer" -> content.method();
            default -> "card";
        }));
    }

    private void amount(Style style, String words, long amount) throws IOException {
        room(20);
        right(style, RIGHT, money(amount));
        y = text.write(page, style, new Area(MARGIN, y, RATE - MARGIN), words);
    }

    private void right(Style style, float edge, String words) throws IOException {
        float width = text.width(style, words);
        text.write(page, style, new Area(edge - width, y, width + 1), words);
    }

    private void rule() throws IOException {
        page.setStrokingColor(0.7f, 0.7f, 0.7f);
        page.setLineWidth(0.5f);
        page.moveTo(MARGIN, y - 4);
        page.lineTo(RIGHT, y - 4);
        page.stroke();
        y -= 8;
    }

    private void room(float height) throws IOException {
        if (y - height < MARGIN) {
            page.close();
            page = page(document);
            y = HIGH - MARGIN;
        }
    }

    private String money(long amount) {
        String words = language.money(new Money(Math.abs(amount), receipt.currency()));
        return amount < 0 ? "−" + words : words;
    }
}
