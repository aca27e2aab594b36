package holdfast.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;

/// Two decoders of QR codes that share no code with the server or with each other.
public final class QrReaders {
    private QrReaders() {}

    public static String zxing(BufferedImage image) throws ReaderException {
        int[] pixels = image.getRGB(
                0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(
                new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)))).getText();
    }

    /// With the program zbarimg, in a folder of the test.
    public static String zbar(BufferedImage image, Path folder)
            throws IOException, InterruptedException {
        File file = folder.resolve("ticket.png").toFile();
        ImageIO.write(image, "png", file);
        Process process = new ProcessBuilder("zbarimg", "--quiet", "--raw", "--nodbus",
                "-Sdisable", "-Sqrcode.enable", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return text.replaceAll("\n$", "");
    }

    /// The pages of a PDF as pictures.
    public static List<BufferedImage> pages(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<BufferedImage> pages = new ArrayList<>();
            for (int at = 0; at < document.getNumberOfPages(); at++) {
                pages.add(new PDFRenderer(document).renderImageWithDPI(at, 150));
            }
            return pages;
        }
    }
}
