package holdfast.server.web;

import holdfast.server.catalog.VenueIdentity;

/// The style sheet of a bundled typeface. Until it has come, headings are in a typeface of the
/// system that is stretched to the same measures, so that nothing moves when it comes.
public final class TypefaceStyle {
    private static final String LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,"
            + "U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";

    private TypefaceStyle() {}

    /// How far a typeface of the system is stretched, in percent.
    private record Measures(String scale, String above, String below) {
        String css() {
            return "size-adjust:" + scale + "%;ascent-override:" + above + "%;descent-override:"
                    + below + "%;line-gap-override:0%";
        }
    }

    /// As measured against Arial, which most systems have under some name.
    private static Measures narrow(VenueIdentity.Typeface typeface) {
        return switch (typeface) {
            case FRAUNCES -> new Measures("100.95", "97.07", "25.75");
            case BRICOLAGE -> new Measures("100.29", "92.74", "26.92");
            case OUTFIT -> new Measures("93.53", "106.92", "27.80");
        };
    }

    /// As measured against DejaVu Sans, which Linux has.
    private static Measures wide(VenueIdentity.Typeface typeface) {
        return switch (typeface) {
            case FRAUNCES -> new Measures("85.38", "114.78", "30.45");
            case BRICOLAGE -> new Measures("84.82", "109.65", "31.83");
            case OUTFIT -> new Measures("79.10", "126.42", "32.87");
        };
    }

    /// The asset with its letters.
    public static String file(VenueIdentity.Typeface typeface) {
        return "fonts/" + typeface.word() + ".woff2";
    }

    public static String css(VenueIdentity.Typeface typeface, Assets assets) {
        return """
                @font-face{font-family:Title;src:url(%s) format("woff2");font-weight:600;\
                font-display:swap;unicode-range:%s}
                @font-face{font-family:"Title Narrow";src:local("Arial Bold"),\
                local("Arial-BoldMT"),local("Liberation Sans Bold"),local("Arimo Bold"),\
                local("Helvetica Neue Bold"),local("Helvetica-Bold");font-weight:600;%s}
                @font-face{font-family:"Title Wide";src:local("DejaVu Sans Bold"),\
                local("Verdana Bold");font-weight:600;%s}
                :root{--title:Title,"Title Narrow","Title Wide",var(--font);--title-weight:600}
                """.formatted(assets.at(file(typeface)), LATIN, narrow(typeface).css(),
                wide(typeface).css());
    }
}
