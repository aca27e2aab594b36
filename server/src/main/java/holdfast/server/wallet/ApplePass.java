package holdfast.server.wallet;

import holdfast.Invalid;
import holdfast.server.json.Json;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.web.AccentColour;
import holdfast.server.web.Language;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/// Makes tickets for Apple Wallet: a zip of the ticket's text and its icons, signed with the
/// certificate that Apple gave the workspace.
public final class ApplePass {
    /// The media type of a pass.
    public static final String TYPE = "application/vnd.apple.pkpass";
    private static final String USUAL_COLOUR = "#1f5c4a";
    private static final String WHITE = "rgb(255, 255, 255)";
    private static final String BLACK = "rgb(0, 0, 0)";
    private static final int ICON = 29;

    private final String passType;
    private final String team;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;

    private ApplePass(String passType, String team, PrivateKey key, X509Certificate certificate,
            X509Certificate authority) {
        this.passType = passType;
        this.team = team;
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
    }

    /// Reads the workspace's settings.
    ///
    /// @throws Invalid where one of them cannot be used
    static ApplePass of(Map<String, String> settings) {
        char[] password = settings.getOrDefault("password", "").toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(base64(settings, "certificate")), password);
            String alias = store.aliases().nextElement();
            X509Certificate authority = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(base64(settings, "authority")));
            X509Certificate own = (X509Certificate) Objects
                    .requireNonNull(store.getCertificate(alias));
            try {
                own.verify(authority.getPublicKey());
            } catch (GeneralSecurityException other) {
                throw new Invalid("settings.authority", "did not issue the certificate");
            }
            return new ApplePass(settings.getOrDefault("passTypeIdentifier", ""),
                    settings.getOrDefault("teamIdentifier", ""),
                    (PrivateKey) Objects.requireNonNull(store.getKey(alias, password)), own,
                    authority);
        } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
            if (unreadable instanceof Invalid invalid) {
                throw invalid;
            }
            throw new Invalid("settings.certificate",
                    "must be a PKCS #12 file with one key, in base64, that the password opens");
        }
    }

    private static byte[] base64(Map<String, String> settings, String name) {
        try {
            return Base64.getMimeDecoder().decode(settings.getOrDefault(name, ""));
        } catch (IllegalArgumentException other) {
            throw new Invalid("settings." + name, "must be base64");
        }
    }

    Instant ends() {
        return certificate.getNotAfter().toInstant();
    }

    /// The file that a phone opens.
    public byte[] of(TicketSheet sheet, Language language) {
        AccentColour colour = AccentColour.of(sheet.accent().orElse(USUAL_COLOUR));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("pass.json", Json.text(json -> write(json, sheet, language, colour))
                .getBytes(StandardCharsets.UTF_8));
        files.put("icon.png", icon(colour, 1));
        files.put("icon@2x.png", icon(colour, 2));
        files.put("icon@3x.png", icon(colour, 3));
        byte[] manifest = Json.text(
                json -> files.forEach((name, bytes) -> json.put(name, digest(bytes))))
                .getBytes(StandardCharsets.UTF_8);
        byte[] signature = signature(manifest);
        files.put("manifest.json", manifest);
        files.put("signature", signature);
        return zip(files);
    }

    private void write(Json json, TicketSheet sheet, Language language, AccentColour colour) {
        json.put("formatVersion", 1).put("passTypeIdentifier", passType)
                .put("teamIdentifier", team)
                .put("serialNumber",
                        sheet.ticket().id() + "." + sheet.ticket().code().sequence())
                .put("organizationName", sheet.what().seller())
                .put("description", sheet.what().title())
                .put("relevantDate", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        sheet.when().start()))
                .put("sharingProhibited", true)
                .put("backgroundColor", "rgb(" + colour.red() + ", " + colour.green() + ", "
                        + colour.blue() + ")")
                .put("foregroundColor", colour.isDark() ? WHITE : BLACK)
                .put("labelColor", colour.isDark() ? WHITE : BLACK);
        json.array("barcodes", List.of(sheet.code()), (code, text) -> code
                .put("format", "PKBarcodeFormatQR").put("message", text)
                .put("messageEncoding", "iso-8859-1").put("altText", sheet.who().reference()));
        json.object("eventTicket", ticket -> {
            ticket.array("headerFields", List.of(sheet.when().time()),
                    (field, text) -> field(field, "time", sheet.when().city(), text));
            ticket.array("primaryFields", List.of(sheet.what().title()),
                    (field, text) -> field(field, "title", sheet.what().seller(), text));
            ticket.array("secondaryFields", List.of(sheet.when().date()),
                    (field, text) -> field(field, "date", language.say("ticket.when"), text));
            ticket.array("auxiliaryFields", places(sheet, language), ApplePass::field);
            ticket.array("backFields", back(sheet, language), ApplePass::field);
        });
    }

    private record PassField(String key, String label, String value) {}

    private static List<PassField> places(TicketSheet sheet, Language language) {
        boolean visit = sheet.ticket().visit();
        return some(
                new PassField("area", language.say(visit ? "ticket.with" : "ticket.area"),
                        sheet.what().area()),
                new PassField("place", language.say(visit ? "ticket.for" : "ticket.place"),
                        sheet.what().seat()));
    }

    private static List<PassField> back(TicketSheet sheet, Language language) {
        return some(new PassField("name", language.say("ticket.name"), sheet.who().name()),
                new PassField("venue", sheet.when().venue().orElse(""),
                        sheet.when().address().orElse("")),
                new PassField("reference", language.say("ticket.reference"),
                        sheet.who().reference()),
                new PassField("rules", language.say("ticket.rules"),
                        String.join("\n", language.say("ticket.rule.once"),
                                language.say("ticket.rule.secret"),
                                language.say("ticket.rule.changed"))));
    }

    private static List<PassField> some(PassField... fields) {
        return List.of(fields).stream().filter(field -> !field.value().isEmpty()).toList();
    }

    private static void field(Json json, PassField field) {
        field(json, field.key(), field.label(), field.value());
    }

    private static void field(Json json, String key, String label, String value) {
        json.put("key", key).put("label", label).put("value", value);
    }

    /// A square in the workspace's colour; Wallet refuses a pass without an icon.
    private static byte[] icon(AccentColour colour, int scale) {
        BufferedImage image = new BufferedImage(
                ICON * scale, ICON * scale, BufferedImage.TYPE_INT_RGB);
        int rgb = new Color(colour.red(), colour.green(), colour.blue()).getRGB();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return out.toByteArray();
    }

    /// The format's own list of files is by SHA-1; what is trusted is the signature of the list.
    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private byte[] signature(byte[] manifest) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                    new JcaDigestCalculatorProviderBuilder().build()).build(
                            new JcaContentSignerBuilder("SHA256withRSA").build(key), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate, authority)));
            return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded();
        } catch (OperatorCreationException | GeneralSecurityException | CMSException
                | IOException broken) {
            throw new IllegalStateException("the pass cannot be signed", broken);
        }
    }

    private static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return out.toByteArray();
    }
}
