package holdfast.server.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/// What the pictures of the demonstration are drawn with: light, surfaces and shapes.
final class DrawnCanvas {
    private final BufferedImage image;
    private final Graphics2D pen;

    DrawnCanvas(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL,
                RenderingHints.VALUE_STROKE_PURE);
        pen.setRenderingHint(RenderingHints.KEY_DITHERING, RenderingHints.VALUE_DITHER_ENABLE);
    }

    BufferedImage image() {
        return image;
    }

    double width() {
        return image.getWidth();
    }

    double height() {
        return image.getHeight();
    }

    /// A colour with an opacity of 0 to 1.
    static Color ink(int rgb, double opacity) {
        return new Color(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255,
                (int) Math.round(255 * Math.clamp(opacity, 0, 1)));
    }

    static Color ink(int rgb) {
        return ink(rgb, 1);
    }

    /// Colours at equal distances.
    private static float[] even(Color... colours) {
        float[] at = new float[colours.length];
        for (int each = 0; each < at.length; each++) {
            at[each] = each / (float) (at.length - 1);
        }
        return at;
    }

    static Paint across(double left, double right, Color... colours) {
        return new LinearGradientPaint(new Point2D.Double(left, 0), new Point2D.Double(right, 0),
                even(colours), colours);
    }

    static Paint down(double top, double bottom, Color... colours) {
        return new LinearGradientPaint(new Point2D.Double(0, top), new Point2D.Double(0, bottom),
                even(colours), colours);
    }

    static Paint round(double x, double y, double radius, Color... colours) {
        return new RadialGradientPaint(new Point2D.Double(x, y), (float) radius, even(colours),
                colours);
    }

    void fill(Shape shape, Paint paint) {
        pen.setPaint(paint);
        pen.fill(shape);
    }

    void line(Shape shape, double width, Paint paint) {
        pen.setStroke(new BasicStroke(
                (float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.setPaint(paint);
        pen.draw(shape);
    }

    void ground(Color... colours) {
        fill(new Rectangle2D.Double(0, 0, width(), height()), down(0, height(), colours));
    }

    static Ellipse2D ellipse(double x, double y, double wide, double high) {
        return new Ellipse2D.Double(x - wide / 2, y - high / 2, wide, high);
    }

    static Shape turned(Shape shape, double degrees, double x, double y) {
        return AffineTransform.getRotateInstance(Math.toRadians(degrees), x, y)
                .createTransformedShape(shape);
    }

    /// Soft light around a point.
    void glow(double x, double y, double radius, int rgb, double opacity) {
        fill(ellipse(x, y, 2 * radius, 2 * radius), round(x, y, radius, ink(rgb, opacity),
                ink(rgb, opacity * .45), ink(rgb, opacity * .12), ink(rgb, 0)));
    }

    /// A ray of light from a lamp.
    ///
    /// @param degrees from straight down, to the right
    /// @param spread  of half the ray
    void ray(double x, double y, double degrees, double spread, double length, Color colour) {
        // In layers, so that its edges are soft.
        for (int layer = 1; layer <= 5; layer++) {
            double half = Math.toRadians(spread * layer / 5);
            double middle = Math.toRadians(degrees);
            Path2D ray = new Path2D.Double();
            ray.moveTo(x, y);
            ray.lineTo(x + length * Math.sin(middle - half), y + length * Math.cos(middle - half));
            ray.lineTo(x + length * Math.sin(middle + half), y + length * Math.cos(middle + half));
            ray.closePath();
            Color part = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(),
                    colour.getAlpha() / 5);
            fill(ray, round(x, y, length, part,
                    ink(colour.getRGB() & 0xffffff, part.getAlpha() / 255.0 * .5),
                    ink(colour.getRGB() & 0xffffff, 0)));
        }
    }

    /// A smooth line through points, as x, y, x, y.
    static Path2D curve(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int at = 2; at < points.length - 2; at += 2) {
            path.quadTo(points[at], points[at + 1], (points[at] + points[at + 2]) / 2,
                    (points[at + 1] + points[at + 3]) / 2);
        }
        path.lineTo(points[points.length - 2], points[points.length - 1]);
        return path;
    }
}
