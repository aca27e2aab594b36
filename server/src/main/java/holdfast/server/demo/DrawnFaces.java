package holdfast.server.demo;

import static holdfast.server.demo.DrawnCanvas.curve;
import static holdfast.server.demo.DrawnCanvas.ellipse;
import static holdfast.server.demo.DrawnCanvas.ink;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/// The logo and the people of the demonstration. Nobody has these faces.
final class DrawnFaces {
    private static final int SIZE = 480;

    private DrawnFaces() {}

    /// Colours of one person.
    ///
    /// @param hair how it is worn: 0 long, 1 short with a beard, 2 in a knot
    private record Look(
            int ground, int light, int skin, int shade, int colour, int cloth, int hair) {}

    static BufferedImage maya() {
        return face(new Look(0xc9ded3, 0xeef6f1, 0xc98d64, 0xaa6f4a, 0x2b1a16, 0x0b6e5f, 0));
    }

    static BufferedImage jon() {
        return face(new Look(0xe9d6c0, 0xfaf1e4, 0xf0c4a0, 0xd49e78, 0x8c5a33, 0x33475c, 1));
    }

    static BufferedImage lea() {
        return face(new Look(0xe6cfd3, 0xf9eeee, 0x8d5a3c, 0x6f422a, 0x1c1210, 0xb5553f, 2));
    }

    private static BufferedImage face(Look look) {
        DrawnCanvas canvas = new DrawnCanvas(SIZE, SIZE);
        canvas.ground(ink(look.light()), ink(look.ground()));
        canvas.fill(ellipse(240, 250, 400, 400), ink(look.light(), .7));
        if (look.hair() == 0) {
            canvas.fill(new RoundRectangle2D.Double(122, 92, 236, 300, 220, 220),
                    ink(look.colour()));
        }
        if (look.hair() == 2) {
            canvas.fill(ellipse(240, 78, 96, 88), ink(look.colour()));
        }
        Path2D body = new Path2D.Double();
        body.moveTo(50, 490);
        body.curveTo(60, 370, 150, 352, 240, 352);
        body.curveTo(330, 352, 420, 370, 430, 490);
        body.closePath();
        canvas.fill(body, ink(look.cloth()));
        canvas.fill(new RoundRectangle2D.Double(200, 280, 80, 110, 60, 60), ink(look.shade()));
        canvas.fill(ellipse(240, 372, 104, 50), ink(look.shade()));
        canvas.fill(ellipse(240, 220, 168, 204), ink(look.skin()));
        canvas.fill(ellipse(156, 230, 30, 46), ink(look.skin()));
        canvas.fill(ellipse(324, 230, 30, 46), ink(look.skin()));
        hair(canvas, look);
        features(canvas, look);
        return canvas.image();
    }

    private static void hair(DrawnCanvas canvas, Look look) {
        Path2D top = new Path2D.Double();
        switch (look.hair()) {
            case 0 -> {
                top.moveTo(138, 236);
                top.curveTo(128, 110, 200, 92, 246, 98);
                top.curveTo(330, 96, 354, 160, 342, 240);
                top.curveTo(334, 190, 300, 160, 262, 150);
                top.curveTo(214, 172, 160, 184, 138, 236);
            }
            case 1 -> {
                top.moveTo(150, 214);
                top.curveTo(136, 120, 200, 92, 254, 94);
                top.curveTo(322, 96, 344, 150, 330, 214);
                top.curveTo(322, 168, 296, 158, 250, 158);
                top.curveTo(200, 158, 164, 160, 150, 214);
                Path2D beard = new Path2D.Double();
                beard.moveTo(156, 232);
                beard.curveTo(160, 350, 200, 338, 240, 338);
                beard.curveTo(280, 338, 320, 350, 324, 232);
                beard.curveTo(312, 286, 286, 268, 240, 268);
                beard.curveTo(194, 268, 168, 286, 156, 232);
                canvas.fill(beard, ink(look.colour()));
            }
            default -> {
                top.moveTo(148, 224);
                top.curveTo(138, 122, 190, 104, 240, 104);
                top.curveTo(290, 104, 342, 122, 332, 224);
                top.curveTo(318, 166, 280, 148, 240, 148);
                top.curveTo(200, 148, 162, 166, 148, 224);
            }
        }
        top.closePath();
        canvas.fill(top, ink(look.colour()));
    }

    private static void features(DrawnCanvas canvas, Look look) {
        for (int side = -1; side <= 1; side += 2) {
            double x = 240 + side * 38;
            canvas.fill(ellipse(x, 226, 12, 15), ink(0x241815));
            canvas.line(curve(x - 15, 203, x, 196, x + 15, 203), 5, ink(look.colour()));
            canvas.fill(ellipse(x + side * 16, 262, 38, 24), ink(0xe0684f, .16));
        }
        canvas.line(curve(240, 228, 233, 254, 245, 257), 4, ink(look.shade()));
        canvas.line(curve(214, 282, 240, 300, 266, 282), 5,
                ink(look.hair() == 1 ? 0xf6dcc6 : 0x7a2f28));
    }

    /// A house above three waves.
    static BufferedImage logo() {
        DrawnCanvas canvas = new DrawnCanvas(SIZE, SIZE);
        canvas.ground(ink(0x0f8371), ink(0x0a5f53));
        Path2D house = new Path2D.Double();
        house.moveTo(110, 236);
        house.lineTo(240, 104);
        house.lineTo(370, 236);
        house.lineTo(370, 270);
        house.lineTo(110, 270);
        house.closePath();
        canvas.fill(house, ink(0xffffff));
        canvas.fill(new RoundRectangle2D.Double(212, 192, 56, 100, 56, 56), ink(0x0c7263));
        canvas.fill(new Rectangle2D.Double(200, 270, 80, 30), ink(0x0c7263));
        for (int wave = 0; wave < 2; wave++) {
            double y = 322 + wave * 54;
            canvas.line(curve(96, y, 132, y - 26, 168, y, 204, y + 26, 240, y, 276, y - 26, 312, y,
                    348, y + 26, 384, y), 24, ink(0xffffff, wave == 0 ? 1 : .65));
        }
        return canvas.image();
    }
}
