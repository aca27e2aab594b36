package holdfast.server.tickets;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;

/// A ticket's code as a QR code, always dark on white: many scanners read no other.
public final class QrPicture {
    /// The white around it that the standard asks for, in modules.
    private static final int QUIET = 4;
    private static final int PIXELS = 8;

    private final QrCode code;

    private QrPicture(QrCode code) {
        this.code = code;
    }

    /// The characters of a ticket's code are those of a QR code's dense alphanumeric mode.
    public static QrPicture of(String text) {
        return new QrPicture(QrCode.encodeSegments(
                List.of(QrSegment.makeAlphanumeric(text)), QrCode.Ecc.MEDIUM));
    }

    /// Any text, as UTF-8.
    public static QrPicture bytes(String text) {
        return new QrPicture(QrCode.encodeSegments(
                List.of(QrSegment.makeBytes(text.getBytes(StandardCharsets.UTF_8))),
                QrCode.Ecc.MEDIUM));
    }

    /// Its width in modules, with the white around it.
    int width() {
        return code.size + 2 * QUIET;
    }

    boolean dark(int x, int y) {
        return code.getModule(x - QUIET, y - QUIET);
    }

    /// One path: a horizontal line of dark modules at a time.
    public String svg() {
        StringBuilder path = new StringBuilder(4_096);
        for (int y = 0; y < width(); y++) {
            for (int x = 0; x < width(); x++) {
                if (dark(x, y)) {
                    int from = x;
                    while (dark(x + 1, y)) {
                        x++;
                    }
                    path.append('M').append(from).append(' ').append(y).append('h')
                            .append(x + 1 - from).append("v1H").append(from).append('z');
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width() + " " + width()
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + width() + "v"
                + width() + "H0z\"/><path d=\"" + path + "\"/></svg>";
    }

    public byte[] png() {
        byte[] black = {(byte) 0xff, 0};
        BufferedImage image = new BufferedImage(width() * PIXELS, width() * PIXELS,
                BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, black, black, black));
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (dark(x / PIXELS, y / PIXELS)) {
                    image.getRaster().setSample(x, y, 0, 1);
                }
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
