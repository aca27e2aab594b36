package holdfast.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Two decoders that share no code with the server read the same code from the picture and from the
/// PDF, and a person reads the same ticket there.
class TicketPicturesTest {
    private static final Instant NOON = Instant.parse("2030-06-03T12:00:00Z");

    @TempDir
    Path folder;

    private final Languages languages = new Languages("messages");
    private String code;

    @BeforeEach
    void sign() throws Exception {
        code = new TicketCode(1, TicketCode.subject("evt_1"), "tkt_0123456789abc", 3, false)
                .signed(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
    }

    private TicketSheet sheet(String title, String name) {
        return new TicketSheet(
                new Ticket("tkt_0123456789abc", "hld_1",
                        new Ticket.Unit("evt_1:stalls/A-4", "evt_1", "stalls", 1),
                        new Ticket.Code(3, 1), true, Optional.empty(),
                        new Ticket.Times(NOON, NOON, Optional.empty())),
                new TicketSheet.What("Stadttheater", title, "Parkett · Vorne", "Reihe A, Platz 4"),
                new TicketSheet.When(NOON.atZone(ZoneOffset.UTC), "Samstag, 12. Dezember 2026",
                        "20:00", "Berlin",
                        Optional.of("Großes Haus"), Optional.of("Am Markt 1, 10115 Berlin")),
                new TicketSheet.Who(name, "7QK2M9XWPA", "2 von 4"), code,
                Optional.of("#8a1c4a"));
    }

    private BufferedImage png() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(QrPicture.of(code).png()));
    }

    private static BufferedImage rendered(byte[] pdf) throws IOException {
        return QrReaders.pages(pdf).getFirst();
    }

    private byte[] pdf() {
        return TicketPdf.of(List.of(sheet("Winterkonzert", "Ann Beispiel")), german());
    }

    private Language german() {
        return languages.of(Optional.of("de"), "");
    }

    @Test
    void oneDecoderReadsPictureAndPdf() throws Exception {
        assertThat(QrReaders.zxing(png())).isEqualTo(code);
        assertThat(QrReaders.zxing(rendered(pdf()))).isEqualTo(code);
    }

    @Test
    @ExtendWith(Zbar.class)
    void anotherDecoderReadsTheSame() throws Exception {
        assertThat(QrReaders.zbar(png(), folder)).isEqualTo(code);
        assertThat(QrReaders.zbar(rendered(pdf()), folder)).isEqualTo(code);
    }

    @Test
    void aPersonReadsItToo() throws IOException {
        byte[] pdf = TicketPdf.of(List.of(sheet("Winterkonzert", "Łukasz Ångström"),
                sheet("Winterkonzert", "Ελένη Жукова")), german());
        assertThat(pdf.length).as("bytes").isLessThan(80_000);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getDocumentCatalog().getLanguage()).startsWith("de");
            assertThat(new PDFTextStripper().getText(document)).contains("Winterkonzert",
                    "Samstag, 12. Dezember 2026", "Reihe A, Platz 4", "Łukasz Ångström",
                    "Ελένη Жукова", "7QK2M9XWPA", "Großes Haus", "Ticket 2 von 4");
        }
        Files.write(Path.of("target/ticket.pdf"), pdf);
        ImageIO.write(rendered(pdf), "png", new File("target/ticket.png"));
    }

    @Test
    void longAndUnknownLettersBreakNothing() throws Exception {
        String longest = "Ein außergewöhnlich langes Winterkonzert ".repeat(5).strip();
        byte[] pdf = TicketPdf.of(List.of(sheet(longest, "漢字 🎻 " + "x".repeat(180)),
                sheet("W".repeat(200), "\n\t")), german());
        assertThat(QrReaders.zxing(rendered(pdf))).isEqualTo(code);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document)).contains("□□ □");
        }
    }
}
