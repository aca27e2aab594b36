package holdfast.server.pictures;

import holdfast.Invalid;
import java.awt.geom.AffineTransform;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes an uploaded PNG or JPEG. The size is read from its header first, so that a small file
/// that unfolds to an enormous picture is refused before any memory is taken for it.
final class PictureReader {
    private static final long MOST_PIXELS = 40_000_000;
    private static final int MOST_ON_A_SIDE = 20_000;
    private static final int LEAST_ON_A_SIDE = 16;
    /// A picture that is twice as wide as the largest size is read with every second pixel.
    private static final int ENOUGH = 2 * PictureSizes.WIDTHS.getLast();
    private static final int TOGETHER = 2;
    private static final String FIELD = "body";

    private final Semaphore room = new Semaphore(TOGETHER);

    /// @throws Invalid if it is no picture that can be shown
    PictureSizes read(byte[] content) {
        String format = format(content);
        room.acquireUninterruptibly();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
            try {
                reader.setInput(in, true, true);
                return PictureSizes.of(upright(decoded(reader), JpegOrientation.of(content)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException
                | NegativeArraySizeException | IllegalStateException broken) {
            throw broken instanceof Invalid known ? known
                    : new Invalid(FIELD,
                            "is a broken picture, or of a kind that is not known here");
        } finally {
            room.release();
        }
    }

    private static String format(byte[] content) {
        if (starts(content, 0x89, 'P', 'N', 'G')) {
            return "png";
        }
        if (starts(content, 0xff, 0xd8, 0xff)) {
            return "jpeg";
        }
        throw new Invalid(FIELD, "must be a PNG or a JPEG");
    }

    private static boolean starts(byte[] content, int... bytes) {
        for (int at = 0; at < bytes.length; at++) {
            if (at >= content.length || (content[at] & 255) != bytes[at]) {
                return false;
            }
        }
        return true;
    }

    private static BufferedImage decoded(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.min(width, height) < LEAST_ON_A_SIDE) {
            throw new Invalid(FIELD, "must have at least " + LEAST_ON_A_SIDE
                    + " pixels on each side");
        }
        if ((long) width * height > MOST_PIXELS || Math.max(width, height) > MOST_ON_A_SIDE) {
            throw new Invalid(FIELD, "must have at most 40 million pixels, and at most "
                    + MOST_ON_A_SIDE + " on a side");
        }
        ImageReadParam how = reader.getDefaultReadParam();
        int step = Math.max(1, Math.max(width, height) / ENOUGH);
        how.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, how);
    }

    /// Turned as a camera says that it was held.
    private static BufferedImage upright(BufferedImage image, JpegOrientation orientation) {
        if (orientation == JpegOrientation.UPRIGHT) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage turned = new BufferedImage(orientation.swaps() ? height : width,
                orientation.swaps() ? width : height, BufferedImage.TYPE_INT_RGB);
        AffineTransform turn = orientation.turn(width, height);
        Graphics2D pen = turned.createGraphics();
        pen.drawImage(image, turn, null);
        pen.dispose();
        return turned;
    }
}
