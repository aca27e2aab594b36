package holdfast.server.demo;

import holdfast.server.pictures.PictureStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/// The pictures of the demonstration. They are drawn when they are first needed, always the same,
/// and uploaded like any others.
final class DemoPictures {
    private final PictureStore store;
    private final String workspace;
    private final Map<Motif, String> ids = new ConcurrentHashMap<>();

    /// What is drawn, and what is to be seen on it in English and in German.
    enum Motif {
        LOGO(DrawnFaces::logo, "A house above two waves", "Ein Haus über zwei Wellen"),
        CONCERT(DrawnEvenings::concert,
                "An orchestra on a round stage in warm light, below the golden pipes of an organ",
                "Ein Orchester auf runder Bühne in warmem Licht, darüber die goldenen Pfeifen einer"
                        + " Orgel"),
        CLUB(DrawnEvenings::club,
                "Rays of pink, blue and violet light above people who dance",
                "Rosa, blaue und violette Lichtstrahlen über tanzenden Menschen"),
        STONES(DrawnSpa::stones, "Four smooth stones on each other beside still water",
                "Vier glatte Steine aufeinander an stillem Wasser"),
        CLAY(DrawnSpa::clay, "A bowl of stirred clay with a brush, and three leaves",
                "Eine Schale mit gerührter Tonerde, ein Pinsel und drei Blätter"),
        BATH(DrawnSpa::bath, "Honey flows into milky water with petals",
                "Honig fließt in milchiges Wasser mit Blütenblättern"),
        SAUNA(DrawnSpa::sauna, "A stove with hot stones before a wall of warm wood",
                "Ein Ofen mit heißen Steinen vor einer Wand aus warmem Holz"),
        MAYA(DrawnFaces::maya, "Drawing of Maya, with long dark hair",
                "Zeichnung von Maya mit langem dunklem Haar"),
        JON(DrawnFaces::jon, "Drawing of Jon, with a beard", "Zeichnung von Jon mit Bart"),
        LEA(DrawnFaces::lea, "Drawing of Lea, with her hair in a knot",
                "Zeichnung von Lea mit hochgestecktem Haar");

        private final Supplier<BufferedImage> drawn;
        private final String english;
        private final String german;

        Motif(Supplier<BufferedImage> drawn, String english, String german) {
            this.drawn = drawn;
            this.english = english;
            this.german = german;
        }

        String german() {
            return german;
        }
    }

    DemoPictures(PictureStore store, String workspace) {
        this.store = store;
        this.workspace = workspace;
    }

    /// Draws all of them on all processors.
    void draw() {
        Arrays.stream(Motif.values()).parallel().forEach(this::id);
    }

    private String id(Motif motif) {
        return ids.computeIfAbsent(motif,
                each -> store.add(workspace, png(each.drawn.get()), SampleData.AUTHOR).id());
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

    /// The field of a draft that shows a picture.
    String field(String name, Motif motif) {
        return "\"%s\": {\"id\": \"%s\", \"alt\": \"%s\"}".formatted(name, id(motif),
                motif.english);
    }

    /// A draft with a picture, and with its texts in German.
    String with(String draft, Motif motif, String german) {
        return draft.strip().replaceFirst("\\{", "{" + field("picture", motif)
                + ", \"translations\": {\"de\": {\"alt\": \"" + motif.german() + "\"" + german
                + "}},");
    }
}
