package holdfast.server;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// Pictures to upload.
final class SamplePictures {
    private SamplePictures() {}

    static byte[] png(int width, int height) {
        return drawn(width, height, BufferedImage.TYPE_INT_RGB, "png");
    }

    static byte[] jpeg(int width, int height) {
        return drawn(width, height, BufferedImage.TYPE_INT_RGB, "jpeg");
    }

    /// Its right half is not drawn.
    static byte[] transparent(int width, int height) {
        return drawn(width, height, BufferedImage.TYPE_INT_ARGB, "png");
    }

    private static byte[] drawn(int width, int height, int type, String format) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.RED, 0, height, Color.BLUE));
        pen.fillRect(0, 0, type == BufferedImage.TYPE_INT_ARGB ? width / 2 : width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return out.toByteArray();
    }
}
