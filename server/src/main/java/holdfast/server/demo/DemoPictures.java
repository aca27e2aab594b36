package holdfast.server.demo;

import holdfast.server.pictures.PictureStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/// The pictures of the demonstration. They are drawn when they are first needed, always the same,
/// and uploaded like any others.
final class DemoPictures {
    private final PictureStore store;
    private final String workspace;
    private final Map<Motif, String> ids = new ConcurrentHashMap<>();

    /// What is drawn, and what is to be seen on it in English and in German.
    enum Motif {
        LOGO("A house above two waves", "Ein Haus über zwei Wellen"),
        CONCERT("An orchestra on a round stage in warm light, below the golden pipes of an organ",
                "Ein Orchester auf runder Bühne in warmem Licht, darüber die goldenen Pfeifen einer"
                        + " Orgel"),
        CLUB("Rays of pink, blue and violet light above people who dance",
                "Rosa, blaue und violette Lichtstrahlen über tanzenden Menschen"),
        STONES("Four smooth stones on each other beside still water",
                "Vier glatte Steine aufeinander an stillem Wasser"),
        CLAY("A bowl of stirred clay with a brush, and three leaves",
                "Eine Schale mit gerührter Tonerde, ein Pinsel und drei Blätter"),
        BATH("Honey flows into milky water with petals",
                "Honig fließt in milchiges Wasser mit Blütenblättern"),
        SAUNA("A stove with hot stones before a wall of warm wood",
                "Ein Ofen mit heißen Steinen vor einer Wand aus warmem Holz"),
        MAYA("Drawing of Maya, with long dark hair",
                "Zeichnung von Maya mit langem dunklem Haar"),
        JON("Drawing of Jon, with a beard", "Zeichnung von Jon mit Bart"),
        LEA("Drawing of Lea, with her hair in a knot",
                "Zeichnung von Lea mit hochgestecktem Haar");

        private final String english;
        private final String german;

        Motif(String english, String german) {
            this.english = english;
            this.german = german;
        }

        private BufferedImage drawn() {
            return switch (this) {
                case LOGO -> DrawnFaces.logo();
                case CONCERT -> DrawnEvenings.concert();
                case CLUB -> DrawnEvenings.club();
                case STONES -> DrawnSpa.stones();
                case CLAY -> DrawnSpa.clay();
                case BATH -> DrawnSpa.bath();
                case SAUNA -> DrawnSpa.sauna();
                case MAYA -> DrawnFaces.maya();
                case JON -> DrawnFaces.jon();
                case LEA -> DrawnFaces.lea();
            };
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
                each -> store.add(workspace, png(each.drawn()), SampleData.AUTHOR).id());
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
