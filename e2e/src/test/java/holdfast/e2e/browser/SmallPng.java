package holdfast.e2e.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// A screenshot with its 256 most frequent colours: about a third of the bytes, and the same to the
/// eye, because a page has few colours and their edges.
final class SmallPng {
    private static final int COLOURS = 256;

    private SmallPng() {}

    static byte[] of(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, new int[width * height], 0, width);
        int[] palette = palette(pixels);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, 0));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int at = 0; at < pixels.length; at++) {
            small.getRaster().setSample(at % width, at / width, 0,
                    nearest.computeIfAbsent(pixels[at], colour -> nearest(palette, colour)));
        }
        return written(small);
    }

    private static int[] palette(int[] pixels) {
        Map<Integer, Integer> often = new HashMap<>();
        for (int pixel : pixels) {
            often.merge(pixel, 1, Integer::sum);
        }
        return often.entrySet().stream()
                .sorted(Collections.reverseOrder(Map.Entry.comparingByValue()))
                .limit(COLOURS).mapToInt(Map.Entry::getKey).toArray();
    }

    private static int nearest(int[] palette, int colour) {
        int best = 0;
        for (int at = 1; at < palette.length; at++) {
            if (distance(palette[at], colour) < distance(palette[best], colour)) {
                best = at;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift : List.of(0, 8, 16)) {
            int apart = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += apart * apart;
        }
        return sum;
    }

    private static byte[] written(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam smallest = writer.getDefaultWriteParam();
        smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        smallest.setCompressionQuality(0);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), smallest);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
