package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.Scratch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pictures: uploaded, encoded again, served, shown and deleted.
class PicturesTest {
    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private OpenServer.Answer upload(byte[] file) {
        return open.upload(OpenServer.SECRET, "/v1/pictures", file);
    }

    private OpenServer.Answer owner(String method, String path, String body) {
        return open.send(method, path, body, "Authorization", "Bearer " + OpenServer.SECRET,
                "If-Match", "*");
    }

    private static BufferedImage image(byte[] content) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(content));
    }

    @Test
    void servesEachSizeForEver() throws IOException {
        OpenServer.Answer made = upload(SamplePictures.jpeg(1_000, 500));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode sizes = made.json().path("sizes");
        assertThat(sizes.findValuesAsText("width"))
                .containsExactly("160", "320", "480", "720", "1000");
        for (JsonNode size : sizes) {
            BufferedImage served = image(open.content(size.path("url").asText()));
            assertThat(served.getWidth()).isEqualTo(size.path("width").asInt());
            assertThat(served.getHeight()).isEqualTo(size.path("height").asInt());
        }
        String url = sizes.get(0).path("url").asText();
        OpenServer.Answer first = open.send("GET", url, "");
        assertThat(first.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(first.header("Cache-Control")).contains("immutable");
        assertThat(open.send("GET", url, "", "If-None-Match", first.header("ETag")).status())
                .isEqualTo(304);
        assertThat(open.send("GET", url.replace(".jpg", ".png"), "").status()).isEqualTo(404);
        assertThat(open.send("GET", url.replace("-160", "-161"), "").status()).isEqualTo(404);
        assertThat(upload(SamplePictures.jpeg(1_000, 500)).text("id"))
                .isEqualTo(made.text("id"));
    }

    @Test
    void keepsNothingOfTheFileButThePicture() throws IOException {
        byte[] plain = SamplePictures.jpeg(400, 200);
        byte[] note =
                "Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006\0\0\0\0\0\0a secret"
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[plain.length + note.length + 4 + 5];
        System.arraycopy(plain, 0, file, 0, 2);
        file[2] = (byte) 0xff;
        file[3] = (byte) 0xe1;
        file[4] = (byte) ((note.length + 2) >> 8);
        file[5] = (byte) (note.length + 2);
        System.arraycopy(note, 0, file, 6, note.length);
        System.arraycopy(plain, 2, file, 6 + note.length, plain.length - 2);
        System.arraycopy("after".getBytes(StandardCharsets.US_ASCII), 0, file,
                file.length - 5, 5);
        OpenServer.Answer made = upload(file);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("width").asInt()).as("turned upright").isEqualTo(200);
        byte[] served = open.content(made.json().path("sizes").get(0).path("url").asText());
        assertThat(new String(served, StandardCharsets.ISO_8859_1))
                .doesNotContain("Exif", "secret", "after");
    }

    @Test
    void keepsTransparency() throws IOException {
        OpenServer.Answer made = upload(SamplePictures.transparent(200, 100));
        String url = made.json().path("sizes").get(0).path("url").asText();
        assertThat(url).endsWith(".png");
        assertThat(image(open.content(url)).getRGB(150, 20) >>> 24).isZero();
    }

    @Test
    void refusesWhatIsNoPicture() {
        for (byte[] file : new byte[][] {
                new byte[0], "<svg/>".getBytes(StandardCharsets.US_ASCII),
                "GIF89a".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(SamplePictures.png(50, 50), 40),
                Arrays.copyOf(SamplePictures.jpeg(50, 50), 30), SamplePictures.png(10, 10),
                bomb(30_000, 30_000), bomb(21_000, 100)}) {
            OpenServer.Answer refused = upload(file);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("field")).isEqualTo("body");
        }
        assertThat(upload(new byte[9 << 20]).status()).isEqualTo(413);
        assertThat(owner("GET", "/v1/pictures", "").json().path("items")).isEmpty();
    }

    /// A small PNG whose header tells of another size.
    private static byte[] bomb(int width, int height) {
        byte[] file = SamplePictures.png(50, 50);
        for (int at = 0; at < 4; at++) {
            file[16 + at] = (byte) (width >> (24 - 8 * at));
            file[20 + at] = (byte) (height >> (24 - 8 * at));
        }
        CRC32 sum = new CRC32();
        sum.update(file, 12, 17);
        for (int at = 0; at < 4; at++) {
            file[29 + at] = (byte) (sum.getValue() >> (24 - 8 * at));
        }
        return file;
    }

    @Test
    void deletesOnlyWhatNothingShows() {
        String id = upload(SamplePictures.png(300, 200)).text("id");
        OpenServer.Answer changed = owner("PATCH", "/v1/workspace", """
                {"logo": {"id": "%s", "alt": "The house"}, "typeface": "fraunces",
                 "imprint": "We are a test.", "links": [{"name": "News",
                 "url": "https://example.org/news"}], "contact": {"email": "a@example.org"},
                 "translations": {"de": {"imprint": "Wir sind ein Test."}}}""".formatted(id));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        OpenServer.Answer refused = owner("DELETE", "/v1/pictures/" + id, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("type")).endsWith("pictureUsed");
        assertThat(owner("PATCH", "/v1/workspace", "{\"logo\": null}").status()).isEqualTo(200);
        assertThat(owner("DELETE", "/v1/pictures/" + id, "").status()).isEqualTo(204);
        assertThat(owner("DELETE", "/v1/pictures/" + id, "").status()).isEqualTo(404);
        OpenServer.Answer gone = owner("PATCH", "/v1/workspace",
                "{\"logo\": {\"id\": \"" + id + "\", \"alt\": \"The house\"}}");
        assertThat(gone.status()).isEqualTo(400);
        assertThat(gone.text("field")).isEqualTo("logo.id");
    }

    @Test
    void namesTheFieldThatIsWrong() {
        for (String[] wrong : new String[][] {
                {"typeface", "\"comic\""}, {"logo.id", "{\"id\": \"x\", \"alt\": \"y\"}"},
                {"logo.alt", "{\"id\": \"pic_" + "0".repeat(32) + "\"}"},
                {"contact.email", "{\"email\": \"nobody\"}"},
                {"contact.phone", "{\"phone\": \"call\"}"},
                {"links[0].url", "[{\"name\": \"x\", \"url\": \"javascript:1\"}]"},
                {"translations.de.nonsense", "{\"de\": {\"nonsense\": \"x\"}}"},
                {"translations.german", "{\"german\": {\"name\": \"x\"}}"}}) {
            String field = wrong[0].replaceAll("[.\\[].*", "");
            OpenServer.Answer refused = owner("PATCH", "/v1/workspace",
                    "{\"" + field + "\": " + wrong[1] + "}");
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("field")).isEqualTo(wrong[0]);
        }
    }

    @Test
    void showsTheVenueOnItsPages() {
        String id = upload(SamplePictures.png(300, 200)).text("id");
        owner("PATCH", "/v1/workspace", """
                {"name": "House", "logo": {"id": "%s", "alt": "The house"}, "typeface": "outfit",
                 "imprint": "## Who\\n\\nWe are <b>a test</b>, see https://example.org/who.",
                 "privacy": "https://example.org/privacy",
                 "contact": {"email": "a@example.org"},
                 "translations": {"de": {"name": "Haus", "imprint": "Wir sind ein Test."}}}
                """.formatted(id));
        owner("POST", "/v1/events", """
                {"name": "Concert", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "picture": {"id": "%s", "alt": "A gradient"},
                 "translations": {"de": {"name": "Konzert", "alt": "Ein Verlauf"}},
                 "areas": [{"id": "floor", "kind": "capacity", "capacity": 5,
                            "name": "Floor", "translations": {"de": {"name": "Parkett"}}}]}
                """.formatted(id));
        assertThat(page("/", "en"))
                .contains("alt=\"A gradient\"", id.substring(4) + "-160.jpg 160w",
                        ">House<", "href=\"/imprint\"", "href=\"https://example.org/privacy\"",
                        "mailto:a@example.org", "/fonts/outfit.woff2")
                .doesNotContain("href=\"/terms\"");
        assertThat(page("/", "de")).contains("alt=\"Ein Verlauf\"", "Konzert", ">Haus<");
        assertThat(page("/imprint", "en")).contains("<h2 class=\"chapter\">Who</h2>",
                "&lt;b&gt;a test&lt;/b&gt;",
                "<a href=\"https://example.org/who\">example.org/who</a>.");
        assertThat(page("/imprint", "de")).contains("Wir sind ein Test.");
        assertThat(open.send("GET", "/privacy", "").header("Location"))
                .isEqualTo("https://example.org/privacy");
        assertThat(open.send("GET", "/terms", "").status()).isEqualTo(404);
        assertThat(open.send("GET", "/theme", "").body()).contains("font-display:swap");
    }

    private String page(String path, String language) {
        OpenServer.Answer page = open.send("GET", path, "", "Accept-Language", language);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        return page.body();
    }
}
