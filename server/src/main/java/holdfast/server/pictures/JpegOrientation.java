package holdfast.server.pictures;

import java.awt.geom.AffineTransform;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How a camera was held, which a JPEG tells in its Exif part. Without it, photographs of
/// telephones would lie on their sides, because the part itself is not kept.
///
/// The constants are in the order of Exif's numbers, from 1.
enum JpegOrientation {
    UPRIGHT, MIRRORED, UPSIDE_DOWN, FLIPPED, TRANSPOSED, RIGHT, TRANSVERSED, LEFT;

    private static final int START = 0xffd8;
    private static final int APP1 = 0xffe1;
    private static final int SCAN = 0xffda;
    private static final int ORIENTATION = 0x0112;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    static JpegOrientation of(byte[] content) {
        try {
            ByteBuffer in = ByteBuffer.wrap(content);
            if ((in.getShort() & 0xffff) != START) {
                return UPRIGHT;
            }
            for (int marker = in.getShort() & 0xffff; marker >>> 8 == 0xff
                    && marker != SCAN; marker = in.getShort() & 0xffff) {
                int length = (in.getShort() & 0xffff) - 2;
                if (marker == APP1 && isExif(in)) {
                    return tag(in.slice(in.position() + EXIF.length, length - EXIF.length));
                }
                in.position(in.position() + length);
            }
        } catch (BufferUnderflowException | IllegalArgumentException
                | IndexOutOfBoundsException broken) {
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    private static boolean isExif(ByteBuffer in) {
        for (int at = 0; at < EXIF.length; at++) {
            if (in.get(in.position() + at) != EXIF[at]) {
                return false;
            }
        }
        return true;
    }

    private static JpegOrientation tag(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int at = 0; at < entries; at++) {
            int entry = directory + 2 + 12 * at;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                int number = tiff.getShort(entry + 8) & 0xffff;
                return number >= 1 && number <= 8 ? values()[number - 1] : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /// Whether width and height change places.
    boolean swaps() {
        return compareTo(TRANSPOSED) >= 0;
    }

    /// From the stored pixels to upright ones.
    AffineTransform turn(int width, int height) {
        return switch (this) {
            case UPRIGHT -> new AffineTransform();
            case MIRRORED -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case UPSIDE_DOWN -> new AffineTransform(-1, 0, 0, -1, width, height);
            case FLIPPED -> new AffineTransform(1, 0, 0, -1, 0, height);
            case TRANSPOSED -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case RIGHT -> new AffineTransform(0, 1, -1, 0, height, 0);
            case TRANSVERSED -> new AffineTransform(0, -1, -1, 0, height, width);
            case LEFT -> new AffineTransform(0, -1, 1, 0, 0, width);
        };
    }
}
