package holdfast.server.web;

/// A workspace's accent colour, and the shades derived from it: the same hue darker or lighter,
/// until text in it is readable on a light and on a dark background.
public record AccentColour(int red, int green, int blue) {
    private static final double READABLE = 4.6;
    /// The share of the accent in the background of what is chosen or important; the style sheet
    /// mixes a little less.
    private static final double LIGHT_TINT = 0.11;
    private static final double DARK_TINT = 0.16;
    private static final AccentColour DARK_PAPER = of("#1d2220");
    private static final AccentColour LIGHT_PAPER = of("#ffffff");

    public static AccentColour of(String hex) {
        if (!hex.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("a colour is # and six hexadecimal digits");
        }
        int value = Integer.parseInt(hex.substring(1), 16);
        return new AccentColour(value >> 16 & 255, value >> 8 & 255, value & 255);
    }

    /// The style sheet.
    public String css() {
        return ":root{--accent:" + readable(LIGHT_PAPER, 0, LIGHT_TINT).hex() + "}\n"
                + "@media (prefers-color-scheme:dark){:root{--accent:"
                + readable(DARK_PAPER, 255, DARK_TINT).hex() + "}}\n";
    }

    /// Whether white text on it is easier to read than black text.
    public boolean isDark() {
        return contrast(LIGHT_PAPER) >= contrast(new AccentColour(0, 0, 0));
    }

    private AccentColour readable(AccentColour paper, int towards, double tint) {
        AccentColour end = new AccentColour(towards, towards, towards);
        AccentColour ink = this;
        for (int step = 1; step <= 20
                && ink.contrast(paper.mixed(ink, tint)) < READABLE; step++) {
            ink = mixed(end, step / 20.0);
        }
        return ink;
    }

    AccentColour mixed(AccentColour with, double share) {
        return new AccentColour((int) (red + (with.red - red) * share),
                (int) (green + (with.green - green) * share),
                (int) (blue + (with.blue - blue) * share));
    }

    double contrast(AccentColour other) {
        double lighter = Math.max(light(), other.light());
        double darker = Math.min(light(), other.light());
        return (lighter + 0.05) / (darker + 0.05);
    }

    private double light() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    String hex() {
        return "#%02x%02x%02x".formatted(red, green, blue);
    }
}
