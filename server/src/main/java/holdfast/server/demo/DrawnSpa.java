package holdfast.server.demo;

import static holdfast.server.demo.DrawnCanvas.across;
import static holdfast.server.demo.DrawnCanvas.curve;
import static holdfast.server.demo.DrawnCanvas.down;
import static holdfast.server.demo.DrawnCanvas.ellipse;
import static holdfast.server.demo.DrawnCanvas.ink;
import static holdfast.server.demo.DrawnCanvas.round;
import static holdfast.server.demo.DrawnCanvas.turned;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The pictures of the spa, drawn by code.
final class DrawnSpa {
    private static final int WIDTH = 1_440;
    private static final int HEIGHT = 960;

    private DrawnSpa() {}

    /// Smooth stones on each other, above still water.
    static BufferedImage stones() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0xf6e7d3), ink(0xf0d2b0), ink(0xd9b08c));
        canvas.glow(930, 270, 560, 0xfffbee, .95);
        canvas.fill(ellipse(930, 270, 250, 250), ink(0xfff6e2));
        hills(canvas);
        canvas.fill(new Rectangle2D.Double(0, 640, WIDTH, 320),
                down(640, 960, ink(0xb9c9bd), ink(0x7d9c96), ink(0x3f6566)));
        canvas.fill(ellipse(930, 690, 420, 60), round(930, 690, 210, ink(0xfff6e2, .7),
                ink(0xfff6e2, 0)));
        double[][] stones = {{610, 716, 430, 150}, {622, 596, 330, 118}, {602, 502, 240, 92},
                {616, 430, 150, 66}};
        int[] shades = {0x3b4446, 0x5a6161, 0x77726b, 0x9b8f82};
        for (int ring = 5; ring >= 1; ring--) {
            canvas.line(ellipse(610, 790, 430 + ring * 96, 60 + ring * 22), 2.2,
                    ink(0xffffff, .36 - ring * .055));
        }
        for (int stone = 0; stone < stones.length; stone++) {
            reflection(canvas, stones[stone], shades[stone]);
        }
        canvas.fill(new Rectangle2D.Double(0, 780, WIDTH, 180),
                down(780, 960, ink(0x54797a, 0), ink(0x355a5d, .75)));
        for (int stone = 0; stone < stones.length; stone++) {
            stone(canvas, stones[stone], shades[stone]);
        }
        leaves(canvas);
        return canvas.image();
    }

    private static void hills(DrawnCanvas canvas) {
        int[] shades = {0xdcbd9c, 0xc4a98d, 0xa39a86};
        for (int hill = 0; hill < shades.length; hill++) {
            Path2D line = new Path2D.Double();
            line.moveTo(0, 660);
            for (int x = 0; x <= WIDTH; x += 12) {
                line.lineTo(x, 540 + hill * 38 - 70 * Math.sin(x / (250.0 - hill * 40) + hill * 2)
                        - 24 * Math.sin(x / 97.0 + hill));
            }
            line.lineTo(WIDTH, 660);
            line.closePath();
            canvas.fill(line, down(440, 660, ink(shades[hill], .55), ink(shades[hill], .95)));
        }
    }

    private static void stone(DrawnCanvas canvas, double[] place, int shade) {
        canvas.fill(ellipse(place[0], place[1] + place[3] * .46, place[2] * .82, place[3] * .3),
                ink(0x14201f, .38));
        canvas.fill(ellipse(place[0], place[1], place[2], place[3]), round(
                place[0] + place[2] * .17, place[1] - place[3] * .3, place[2] * .62,
                mixed(shade, 0xfff0da, .55), ink(shade), mixed(shade, 0x0d1516, .62)));
        canvas.fill(ellipse(place[0] + place[2] * .14, place[1] - place[3] * .27, place[2] * .36,
                place[3] * .2),
                round(place[0] + place[2] * .14, place[1] - place[3] * .27,
                        place[2] * .2, ink(0xffffff, .5), ink(0xffffff, 0)));
    }

    private static void reflection(DrawnCanvas canvas, double[] place, int shade) {
        canvas.fill(ellipse(place[0], 1_592 - place[1], place[2], place[3] * .82),
                ink(shade, .34));
    }

    private static Color mixed(int one, int other, double share) {
        int red = (int) ((one >> 16 & 255) * (1 - share) + (other >> 16 & 255) * share);
        int green = (int) ((one >> 8 & 255) * (1 - share) + (other >> 8 & 255) * share);
        int blue = (int) ((one & 255) * (1 - share) + (other & 255) * share);
        return new Color(red, green, blue);
    }

    private static void leaves(DrawnCanvas canvas) {
        canvas.line(curve(1_500, 980, 1_340, 720, 1_190, 420), 8, ink(0x4f6b4a));
        for (int leaf = 0; leaf < 11; leaf++) {
            double share = leaf / 10.0;
            double x = 1_440 - share * 250;
            double y = 870 - share * 450;
            leaf(canvas, x, y, leaf % 2 == 0 ? -78 : 8, 250 - share * 120,
                    leaf % 2 == 0 ? 0x5f8156 : 0x466843);
        }
    }

    static void leaf(
            DrawnCanvas canvas, double x, double y, double degrees, double length, int shade) {
        Path2D leaf = new Path2D.Double();
        leaf.moveTo(x, y);
        leaf.quadTo(x + length * .45, y - length * .2, x + length, y);
        leaf.quadTo(x + length * .45, y + length * .2, x, y);
        leaf.closePath();
        canvas.fill(turned(leaf, degrees, x, y), ink(shade));
        canvas.line(turned(curve(x, y, x + length * .94, y), degrees, x, y), 2,
                ink(0xe9f2dc, .45));
    }

    /// A bowl of clay, stirred, seen from above.
    static BufferedImage clay() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0xf3ded3), ink(0xe9c6b6), ink(0xd9a893));
        canvas.glow(330, 120, 720, 0xfff7ef, .85);
        canvas.fill(ellipse(748, 520, 720, 700), ink(0x7a4433, .22));
        canvas.fill(ellipse(720, 484, 700, 700),
                round(610, 350, 620, ink(0xfffaf4), ink(0xf3e4d8), ink(0xcdb4a4)));
        canvas.fill(ellipse(720, 484, 596, 596),
                round(790, 590, 420, ink(0xc98a70), ink(0xb57157), ink(0x8e5240)));
        for (int turn = 0; turn < 46; turn++) {
            Path2D stroke = new Path2D.Double();
            for (int step = 0; step <= 60; step++) {
                double angle = Math.toRadians(turn * 31.0 + step * 2.6);
                double radius = 14 + turn * 5.7 + step * .14;
                double x = 720 + radius * Math.cos(angle);
                double y = 484 + radius * Math.sin(angle) * .98;
                if (step == 0) {
                    stroke.moveTo(x, y);
                } else {
                    stroke.lineTo(x, y);
                }
            }
            canvas.line(stroke, 9, ink(turn % 3 == 0 ? 0xe7b49c : turn % 3 == 1 ? 0x9c5c47
                    : 0xd4967c, .4));
        }
        canvas.glow(610, 360, 240, 0xfff1e6, .35);
        brush(canvas);
        leaf(canvas, 170, 800, -38, 260, 0x8aa37a);
        leaf(canvas, 190, 806, -4, 220, 0x748f67);
        leaf(canvas, 172, 796, -74, 190, 0x9bb18b);
        return canvas.image();
    }

    private static void brush(DrawnCanvas canvas) {
        canvas.fill(turned(new RoundRectangle2D.Double(960, 456, 520, 34, 30, 30), 32, 960, 470),
                ink(0x5a2e22, .2));
        canvas.fill(turned(new RoundRectangle2D.Double(960, 440, 520, 32, 30, 30), 32, 960, 456),
                down(600, 760, ink(0xe5b98a), ink(0xa8714a)));
        canvas.fill(turned(new RoundRectangle2D.Double(930, 434, 84, 44, 10, 10), 32, 960, 456),
                ink(0xd9c9b8));
        Path2D hair = new Path2D.Double();
        hair.moveTo(934, 434);
        hair.quadTo(850, 420, 800, 470);
        hair.quadTo(860, 486, 934, 478);
        hair.closePath();
        canvas.fill(turned(hair, 32, 960, 456), ink(0x6b3a2b));
    }

    /// Rings on warm, milky water with petals.
    static BufferedImage bath() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0xfdf4e1), ink(0xf3e2c2), ink(0xd9c49a));
        canvas.glow(300, 160, 820, 0xffffff, .9);
        canvas.glow(1_060, 700, 700, 0xf0b64c, .5);
        for (int ring = 26; ring >= 1; ring--) {
            double size = 40 + ring * ring * 2.3;
            canvas.line(ellipse(830, 520, size * 1.36, size), 3 + ring * .55,
                    ink(ring % 2 == 0 ? 0xffffff : 0xc99a4a, ring % 2 == 0 ? .5 : .2));
        }
        canvas.glow(830, 520, 130, 0xffd36e, .8);
        canvas.fill(ellipse(830, 520, 74, 56),
                round(818, 508, 48, ink(0xffe9ae), ink(0xf0ac2f), ink(0xc77d12)));
        Path2D drop = curve(830, -20, 826, 200, 832, 330, 830, 470);
        canvas.line(drop, 15, across(818, 842, ink(0xf7c65a), ink(0xffe9ae), ink(0xe09a22)));
        RandomGenerator chance = new SplittableRandom(19);
        for (int petal = 0; petal < 17; petal++) {
            double x = chance.nextDouble(40, WIDTH - 40);
            double y = chance.nextDouble(60, HEIGHT - 40);
            if (Math.hypot(x - 830, y - 520) > 190) {
                petal(canvas, x, y, chance.nextDouble(360), chance.nextDouble(58, 104));
            }
        }
        return canvas.image();
    }

    private static void petal(DrawnCanvas canvas, double x, double y, double turn, double size) {
        Path2D petal = new Path2D.Double();
        petal.moveTo(x - size / 2, y);
        petal.curveTo(x - size * .3, y - size * .5, x + size * .45, y - size * .42, x + size * .5,
                y);
        petal.curveTo(x + size * .42, y + size * .4, x - size * .3, y + size * .36, x - size / 2,
                y);
        canvas.fill(turned(petal, turn, x, y + 8), ink(0x8a6a35, .18));
        canvas.fill(turned(petal, turn, x, y), round(x - size * .2, y, size * .85,
                ink(0xfff3ee), ink(0xf6c3b6), ink(0xdf8d83)));
        canvas.line(turned(curve(x - size * .4, y, x + size * .38, y), turn, x, y), 1.4,
                ink(0xffffff, .5));
    }

    /// Wood, warm light behind it, and hot stones.
    static BufferedImage sauna() {
        DrawnCanvas canvas = new DrawnCanvas(WIDTH, HEIGHT);
        canvas.ground(ink(0x6d3f1f), ink(0x9a5b2b), ink(0x4a2813));
        RandomGenerator chance = new SplittableRandom(23);
        for (int board = 0; board < 12; board++) {
            double top = board * 58;
            int tone = (int) chance.nextDouble(-14, 14);
            canvas.fill(new Rectangle2D.Double(0, top, WIDTH, 53), down(top, top + 53,
                    new Color(201 + tone, 139 + tone, 83 + tone),
                    new Color(176 + tone, 113 + tone, 62 + tone)));
            for (int grain = 0; grain < 4; grain++) {
                double y = top + 8 + grain * 12 + chance.nextDouble(-3, 3);
                canvas.line(curve(0, y, 300, y + chance.nextDouble(-6, 6), 720,
                        y + chance.nextDouble(-6, 6), 1_100, y + chance.nextDouble(-6, 6), WIDTH,
                        y), 1.3, ink(0x7a4520, .3));
            }
            canvas.fill(new Rectangle2D.Double(0, top + 53, WIDTH, 5), ink(0x351a0a, .8));
        }
        canvas.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT), round(980, 330, 1_000,
                ink(0xffc46b, .5), ink(0xffab4a, .12), ink(0x1b0a03, .72)));
        bench(canvas);
        stove(canvas, chance);
        for (int wisp = 0; wisp < 9; wisp++) {
            double x = 250 + wisp * 44;
            for (int soft = 1; soft <= 7; soft++) {
                canvas.line(curve(x, 560, x + 50, 460, x - 40, 350, x + 60, 240, x + 10, 120,
                        x + 70, 10), soft * 9, ink(0xffffff, .018));
            }
        }
        return canvas.image();
    }

    private static void bench(DrawnCanvas canvas) {
        canvas.glow(1_040, 640, 520, 0xffb650, .75);
        for (int board = 0; board < 4; board++) {
            double top = 560 + board * 36;
            canvas.fill(new RoundRectangle2D.Double(640 - board * 26, top, 900, 29, 9, 9),
                    down(top, top + 29, ink(0xe6ae72), ink(0xb87b45)));
        }
        canvas.fill(new Rectangle2D.Double(560, 706, 900, 300),
                down(706, 960, ink(0x3b1d0c, .95), ink(0x190b04)));
        // A folded towel.
        for (int fold = 0; fold < 3; fold++) {
            canvas.fill(new RoundRectangle2D.Double(1_030, 512 - fold * 31, 240, 36, 30, 30),
                    down(512 - fold * 31, 548 - fold * 31, ink(0xfffaf1), ink(0xd8cbb8)));
        }
    }

    private static void stove(DrawnCanvas canvas, RandomGenerator chance) {
        canvas.glow(400, 700, 460, 0xff6a1f, .65);
        canvas.fill(new RoundRectangle2D.Double(170, 660, 460, 330, 24, 24),
                across(170, 630, ink(0x1a1514), ink(0x3c302c), ink(0x16100f)));
        canvas.fill(new RoundRectangle2D.Double(250, 776, 300, 110, 18, 18),
                down(776, 886, ink(0xffd36b), ink(0xff7a1c), ink(0x8c1f06)));
        for (int stone = 0; stone < 44; stone++) {
            int layer = stone / 11;
            double x = 196 + (stone % 11) * 41 + chance.nextDouble(-9, 9) + layer * 4;
            double y = 668 - layer * 30 + chance.nextDouble(-6, 6) + Math.abs(x - 400) * .12;
            double size = chance.nextDouble(50, 74);
            canvas.fill(turned(ellipse(x, y, size, size * .74), chance.nextDouble(-25, 25), x, y),
                    round(x - size * .1, y - size * .22, size * .7, ink(0x8f8680), ink(0x4c4441),
                            layer == 0 ? ink(0x9c3b12) : ink(0x231c1a)));
        }
    }
}
