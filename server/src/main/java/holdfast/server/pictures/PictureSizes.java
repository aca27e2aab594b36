package holdfast.server.pictures;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// A decoded picture in the widths in which pages show it, each encoded by the JDK. Nothing of the
/// uploaded file is copied, so no metadata and nothing hidden in it is served.
record PictureSizes(String format, int width, int height, Map<Integer, byte[]> contents) {
    /// From a face in a list to a screen's width on a phone of three pixels for each of its own.
    static final List<Integer> WIDTHS = List.of(160, 320, 480, 720, 1_080, 1_600);
    private static final float QUALITY = 0.8f;
    /// Large ones are most of what a page weighs.
    private static final float LARGE_QUALITY = 0.7f;
    private static final int LARGE = 480;

    /// The height of a picture that is scaled to a width.
    static int height(int width, int height, int scaled) {
        return Math.max(1, Math.round(height * (float) scaled / width));
    }

    static PictureSizes of(BufferedImage image) {
        boolean transparent = isTransparent(image);
        int largest = Math.min(image.getWidth(), WIDTHS.getLast());
        Map<Integer, byte[]> contents = new LinkedHashMap<>();
        BufferedImage from = image;
        // From the largest to the smallest, so that each step has little left to do.
        for (int width : widths(largest).reversed()) {
            from = scaled(from, width, height(image.getWidth(), image.getHeight(), width),
                    transparent);
            contents.put(width, transparent ? png(from) : jpeg(from));
        }
        return new PictureSizes(transparent ? "png" : "jpg", largest,
                height(image.getWidth(), image.getHeight(), largest), contents);
    }

    private static List<Integer> widths(int largest) {
        List<Integer> smaller = WIDTHS.stream().filter(width -> width < largest).toList();
        return java.util.stream.Stream.concat(
                smaller.stream(), java.util.stream.Stream.of(largest)).toList();
    }

    private static boolean isTransparent(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                if (pixel >>> 24 < 255) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Halves it until one step is left: a single big step would skip pixels.
    private static BufferedImage scaled(
            BufferedImage image, int width, int height, boolean transparent) {
        BufferedImage from = image;
        while (from.getWidth() > 2 * width && from.getHeight() > 2 * height) {
            from = drawn(from, from.getWidth() / 2, from.getHeight() / 2, transparent);
        }
        return drawn(from, width, height, transparent);
    }

    private static BufferedImage drawn(
            BufferedImage from, int width, int height, boolean transparent) {
        BufferedImage to = new BufferedImage(width, height, transparent
                ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = to.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION,
                RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        pen.drawImage(from, 0, 0, width, height, null);
        pen.dispose();
        return to;
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(image.getWidth() < LARGE ? QUALITY : LARGE_QUALITY);
            how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
