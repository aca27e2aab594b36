package holdfast.server.demo;

import static holdfast.server.demo.DrawnCanvas.across;
import static holdfast.server.demo.DrawnCanvas.curve;
import static holdfast.server.demo.DrawnCanvas.down;
import static holdfast.server.demo.DrawnCanvas.ellipse;
import static holdfast.server.demo.DrawnCanvas.ink;
import static holdfast.server.demo.DrawnCanvas.turned;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The pictures of the concert hall and of the club, drawn by code.
final class DrawnEvenings {
    private static final int WIDTH = 1_440;
    private static final int HEIGHT = 960;

    private DrawnEvenings() {}

    /// The organ of a hall above an orchestra, seen from the last row.
    static BufferedImage concert() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0x150b0d), ink(0x3b1a12), ink(0x5b2a14), ink(0x1a0d0c));
        canvas.glow(720, 420, 760, 0xffb45c, .42);
        walls(canvas);
        for (int pipe = -24; pipe <= 24; pipe++) {
            pipe(canvas, pipe);
        }
        canvas.fill(new RoundRectangle2D.Double(250, 520, 940, 26, 8, 8),
                down(520, 546, ink(0xa86a2e), ink(0x4a2410)));
        for (double lamp : new double[] {300, 560, 880, 1_140}) {
            canvas.ray(lamp, -60, (720 - lamp) / 40, 13, 900, ink(0xffdca0, .34));
        }
        stage(canvas);
        orchestra(canvas);
        audience(canvas);
        return canvas.image();
    }

    private static void walls(DrawnCanvas canvas) {
        for (int side = -1; side <= 1; side += 2) {
            for (int panel = 0; panel < 5; panel++) {
                double near = 720 + side * (520 + panel * 110);
                double far = near + side * 92;
                Path2D wall = new Path2D.Double();
                wall.moveTo(near, 120 - panel * 34);
                wall.lineTo(far, 90 - panel * 44);
                wall.lineTo(far, 640 + panel * 40);
                wall.lineTo(near, 610 + panel * 30);
                wall.closePath();
                canvas.fill(wall, across(Math.min(near, far), Math.max(near, far),
                        ink(side < 0 ? 0x2c140c : 0x7c4220, .85),
                        ink(side < 0 ? 0x7c4220 : 0x2c140c, .85)));
            }
        }
    }

    private static void pipe(DrawnCanvas canvas, int number) {
        double wide = 17;
        double x = 720 + number * 19.4;
        double wave = Math.cos(number * Math.PI / 12);
        double top = 150 + 95 * (1 - wave) / 2 + Math.abs(number) * 3.4;
        Path2D pipe = new Path2D.Double();
        pipe.moveTo(x - wide / 2, top + 10);
        pipe.quadTo(x, top - 8, x + wide / 2, top + 10);
        pipe.lineTo(x + wide / 2, 470);
        pipe.lineTo(x + 2.5, 520);
        pipe.lineTo(x - 2.5, 520);
        pipe.lineTo(x - wide / 2, 470);
        pipe.closePath();
        canvas.fill(pipe, across(x - wide / 2, x + wide / 2, ink(0x4d2a10), ink(0xb9792f),
                ink(0xffe3a3), ink(0xd09244), ink(0x5a3113)));
        canvas.fill(ellipse(x, 462, 8, 15), ink(0x2a1408, .8));
    }

    private static void stage(DrawnCanvas canvas) {
        canvas.fill(ellipse(720, 720, 1_260, 330), down(560, 860, ink(0xc98542), ink(0x8a4c20),
                ink(0x3d1c0d)));
        canvas.glow(720, 650, 470, 0xffe2ae, .5);
    }

    private static void orchestra(DrawnCanvas canvas) {
        RandomGenerator chance = new SplittableRandom(7);
        for (int row = 0; row < 5; row++) {
            int players = 13 + row * 3;
            for (int player = 0; player < players; player++) {
                double share = player / (players - 1.0) * 2 - 1;
                double x = 720 + share * (300 + row * 62);
                double y = 585 + row * 33 + share * share * 26;
                double size = 15 + row * 3.4;
                Color cloth = ink(0x160d10, .96);
                canvas.fill(ellipse(x, y + size * 1.35, size * 1.9, size * 2), cloth);
                canvas.fill(ellipse(x, y, size, size * 1.15), ink(0x2a1712));
                canvas.fill(ellipse(x, y - size * .18, size * .8, size * .62),
                        ink(0xe8a867, .42));
                if (row > 0 && chance.nextInt(10) < 7) {
                    double lean = -34 * Math.signum(share + .01) + chance.nextDouble(-6, 6);
                    canvas.fill(turned(ellipse(x + size * .5, y + size * 1.1, size * .7,
                            size * 1.7), lean, x, y + size), ink(0xa4571f));
                    canvas.line(turned(curve(x - size * .9, y + size * .4, x + size * 1.5,
                            y + size * 1.7), lean * .4, x, y), 1.6, ink(0xffdfae, .8));
                }
            }
        }
        // The conductor.
        canvas.fill(new RoundRectangle2D.Double(684, 792, 72, 22, 8, 8), ink(0x6a3717));
        canvas.fill(ellipse(720, 760, 46, 92), ink(0x0f090b));
        canvas.fill(ellipse(720, 702, 25, 30), ink(0x1d100e));
        canvas.line(curve(700, 738, 668, 716, 650, 672), 11, ink(0x0f090b));
        canvas.line(curve(740, 738, 774, 724, 798, 684), 11, ink(0x0f090b));
        canvas.line(curve(798, 684, 830, 652), 2.2, ink(0xfff2d8));
    }

    private static void audience(DrawnCanvas canvas) {
        RandomGenerator chance = new SplittableRandom(11);
        canvas.fill(new Rectangle2D.Double(0, 780, WIDTH, 180),
                down(780, 960, ink(0x120809, 0), ink(0x0b0506, .92)));
        for (int row = 0; row < 3; row++) {
            double size = 46 + row * 20;
            for (double x = -30 + row * 21; x < WIDTH + 40; x += size * 1.5) {
                double y = 848 + row * 46 + chance.nextDouble(-6, 6);
                Color dark = ink(row == 0 ? 0x2b1511 : row == 1 ? 0x1a0c0b : 0x0d0606);
                canvas.fill(ellipse(x, y, size * .72, size * .86), dark);
                canvas.fill(new RoundRectangle2D.Double(x - size * .62, y + size * .38,
                        size * 1.24, 170, size * .7, size * .7), dark);
                canvas.line(curve(x - size * .26, y - size * .3, x, y - size * .46,
                        x + size * .26, y - size * .3), 2.4, ink(0xffb968, .3 - row * .08));
            }
        }
    }

    /// Rays of light in the haze above dancers.
    static BufferedImage club() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0x05040f), ink(0x120a33), ink(0x2a0d4a), ink(0x0a0518));
        canvas.glow(720, 560, 720, 0x8c2bff, .5);
        canvas.glow(300, 600, 460, 0xff2f92, .3);
        canvas.glow(1_150, 560, 480, 0x1fa8ff, .32);
        int[] colours = {0xff3d9a, 0x8f5bff, 0x36c6ff, 0xff6a3d, 0x5a7bff};
        double[] lamps = {170, 440, 720, 1_000, 1_270};
        for (int lamp = 0; lamp < lamps.length; lamp++) {
            for (int ray = -2; ray <= 2; ray++) {
                canvas.ray(lamps[lamp], 40, (720 - lamps[lamp]) / 22 + ray * 16, 4.4, 1_080,
                        ink(colours[(lamp + ray + 5) % colours.length], .62));
            }
            canvas.glow(lamps[lamp], 40, 110, 0xffffff, .85);
            canvas.fill(new RoundRectangle2D.Double(lamps[lamp] - 22, -6, 44, 38, 10, 10),
                    ink(0x07050e));
        }
        canvas.fill(new Rectangle2D.Double(0, -2, WIDTH, 16), ink(0x07050e));
        booth(canvas);
        RandomGenerator chance = new SplittableRandom(3);
        for (int spark = 0; spark < 150; spark++) {
            double size = 1.5 + chance.nextDouble() * 3.6;
            canvas.fill(ellipse(chance.nextDouble(WIDTH), chance.nextDouble(90, 720), size, size),
                    ink(0xffffff, chance.nextDouble(.12, .6)));
        }
        for (int row = 0; row < 4; row++) {
            dancers(canvas, chance, row);
        }
        return canvas.image();
    }

    private static void booth(DrawnCanvas canvas) {
        canvas.glow(720, 600, 260, 0xffe9ff, .55);
        canvas.fill(ellipse(720, 522, 44, 52), ink(0x0a0616));
        canvas.line(curve(696, 522, 702, 486, 738, 486, 744, 522), 6, ink(0x0a0616));
        canvas.fill(ellipse(720, 596, 104, 110), ink(0x0a0616));
        canvas.line(curve(764, 570, 812, 520, 806, 452), 17, ink(0x0a0616));
        canvas.line(curve(676, 570, 640, 606, 650, 630), 17, ink(0x0a0616));
        canvas.fill(new RoundRectangle2D.Double(500, 622, 440, 150, 16, 16), ink(0x0a0616));
        canvas.line(curve(506, 626, 934, 626), 5, ink(0xff7cd0));
        for (int bar = 0; bar < 26; bar++) {
            double high = 18 + 66 * Math.abs(Math.sin(bar * .83) * Math.cos(bar * .31));
            canvas.fill(new RoundRectangle2D.Double(523 + bar * 15.4, 752 - high, 9, high, 5, 5),
                    down(670, 752, ink(0xff5db4), ink(0x5d7dff)));
        }
    }

    private static void dancers(DrawnCanvas canvas, RandomGenerator chance, int row) {
        double size = 44 + row * 15;
        int[] shades = {0x2a1150, 0x1c0b3a, 0x100626, 0x060310};
        Color dark = ink(shades[row]);
        for (double x = -20 + row * 27; x < WIDTH + 60; x += size * 1.55) {
            double y = 762 + row * 42 + chance.nextDouble(-22, 16);
            double middle = x + chance.nextDouble(-12, 12);
            canvas.fill(ellipse(middle, y, size * .66, size * .8), dark);
            canvas.fill(new RoundRectangle2D.Double(middle - size * .56, y + size * .36,
                    size * 1.12, 260, size * .8, size * .8), dark);
            for (int side = -1; side <= 1; side += 2) {
                if (chance.nextInt(10) < 5) {
                    double reach = chance.nextDouble(1.2, 1.9);
                    canvas.line(curve(middle + side * size * .46, y + size * .62,
                            middle + side * size * .95, y + size * .1,
                            middle + side * size * chance.nextDouble(.4, .9),
                            y - size * reach), size * .21, dark);
                }
            }
            if (row < 3) {
                canvas.line(curve(middle - size * .24, y - size * .26, middle, y - size * .42,
                        middle + size * .24, y - size * .26), 2.6,
                        ink(row % 2 == 0 ? 0xff79c6 : 0x6cc7ff, .55));
            }
        }
    }
}
