package holdfast.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Tickets for the wallets of phones, with certificates and keys that the test makes.
class WalletsTest {
    /// Certificates have whole seconds.
    private static final Instant ENDS = Instant.parse("2098-12-31T23:59:59Z");
    private static KeyPair authorityKeys;
    private static KeyPair ownKeys;
    private static X509Certificate authority;
    private static X509Certificate own;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path folder;

    private OpenServer open;

    @BeforeAll
    static void certify() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        authorityKeys = generator.generateKeyPair();
        ownKeys = generator.generateKeyPair();
        authority = certificate("CN=Authority", authorityKeys);
        own = certificate("CN=Pass Type ID: pass.org.example.tickets", ownKeys);
    }

    private static X509Certificate certificate(String subject, KeyPair keys) throws Exception {
        return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(
                new X500Principal("CN=Authority"), BigInteger.valueOf(subject.length()),
                Date.from(Instant.now().minus(Duration.ofDays(1))), Date.from(ENDS),
                new X500Principal(subject), keys.getPublic())
                .addExtension(Extension.basicConstraints, true,
                        new BasicConstraints(keys.equals(authorityKeys)))
                .build(new JcaContentSignerBuilder("SHA256withRSA")
                        .build(authorityKeys.getPrivate())));
    }

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String pkcs12(String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("pass", ownKeys.getPrivate(), password.toCharArray(),
                new Certificate[] {own});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.toCharArray());
        return base64(out.toByteArray());
    }

    private OpenServer.Answer apple(String certificate, X509Certificate issuer) throws Exception {
        return open.as(OpenServer.SECRET, "PUT", "/v1/wallets", """
                {"wallet": "apple", "settings": {"passTypeIdentifier": "pass.org.example.tickets",
                 "teamIdentifier": "ABCDE12345", "certificate": "%s", "password": "quiet",
                 "authority": "%s"}}""".formatted(certificate, base64(issuer.getEncoded())));
    }

    private OpenServer.Answer google(String issuer, String account) {
        return open.as(OpenServer.SECRET, "PUT", "/v1/wallets",
                Json.text(json -> json.put("wallet", "google").object("settings",
                        set -> set.put("issuer", issuer).put("account", account))));
    }

    private static String account() {
        return base64(Json.object(json -> json.put("client_email", "tickets@example.org").put(
                "private_key", "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder()
                        .encodeToString(ownKeys.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n")));
    }

    /// The id and code of the ticket of a new booking.
    private JsonNode ticket() {
        String event = open.as(OpenServer.SECRET, "POST", "/v1/events", """
                {"name": "Großes Konzert", "start": "2036-12-12T20:00:00+01:00",
                 "end": "2036-12-12T22:30:00+01:00", "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity",
                            "capacity": 50}]}""").text("id");
        String hold = open.as(OpenServer.SECRET, "POST", "/v1/holds", """
                {"items": [{"kind": "capacity", "event": "%s", "area": "floor",
                            "quantity": 1}]}""".formatted(event)).text("id");
        String booking = open.as(OpenServer.SECRET, "POST", "/v1/holds/" + hold + "/confirm", """
                {"customer": {"name": "Ann Zorblax", "email": "ann@example.org"}}""").text("id");
        return open.as(OpenServer.SECRET, "GET", "/v1/bookings/" + booking + "/tickets", "").json()
                .path("items").path(0);
    }

    /// The address of a ticket's page, and its page.
    private String page(JsonNode ticket) {
        return ticket.path("page").asText().replaceFirst("^https?://[^/]+", "");
    }

    private String link(JsonNode ticket, String wallet) {
        String page = open.send("GET", page(ticket), "").body();
        Matcher link = Pattern.compile("href=\"([^\"]*/" + wallet + "\\?[^\"]*)\"").matcher(page);
        assertThat(link.find()).as(page).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private Map<String, byte[]> download(String path) throws Exception {
        HttpResponse<byte[]> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(HttpRequest.newBuilder(open.home().resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/vnd.apple.pkpass");
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void signsAPassThatOpensslVerifies() throws Exception {
        OpenServer.Answer set = apple(pkcs12("quiet"), authority);
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(set.text("certificateUntil")).isEqualTo(ENDS.toString());
        JsonNode ticket = ticket();
        Map<String, byte[]> files = download(link(ticket, "apple"));
        JsonNode manifest = Json.tree(requireNonNull(files.get("manifest.json")));
        assertThat(files).containsKeys("pass.json", "icon.png", "icon@2x.png", "signature");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().equals("manifest.json") && !file.getKey().equals("signature")) {
                assertThat(manifest.path(file.getKey()).asText()).isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-1").digest(file.getValue())));
            }
        }
        JsonNode pass = Json.tree(requireNonNull(files.get("pass.json")));
        assertThat(pass.path("barcodes").path(0).path("message").asText())
                .isEqualTo(ticket.path("code").asText());
        assertThat(pass.path("relevantDate").asText()).isEqualTo("2036-12-12T20:00:00+01:00");
        assertThat(pass.path("eventTicket").path("primaryFields").path(0).path("value").asText())
                .isEqualTo("Großes Konzert");
        assertThat(openssl(files)).isZero();
        files.put("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(openssl(files)).isNotZero();
    }

    private int openssl(Map<String, byte[]> files) throws Exception {
        Files.write(folder.resolve("manifest"), requireNonNull(files.get("manifest.json")));
        Files.write(folder.resolve("signature"), requireNonNull(files.get("signature")));
        Files.writeString(folder.resolve("authority"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(authority.getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        return new ProcessBuilder("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in",
                "signature", "-content", "manifest", "-CAfile", "authority", "-purpose", "any")
                .directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile()).start().waitFor();
    }

    @Test
    void signsALinkForGoogle() throws Exception {
        OpenServer.Answer set = google("3388000000012345678", account());
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        JsonNode ticket = ticket();
        OpenServer.Answer led = open.send("GET", link(ticket, "google"), "");
        assertThat(led.status()).isEqualTo(303);
        String token = led.header("Location").replace("https://pay.google.com/gp/v/save/", "");
        assertThat(token.length()).isLessThan(1_800);
        JWSObject signed = JWSObject.parse(token);
        assertThat(signed.verify(new RSASSAVerifier((RSAPublicKey) ownKeys.getPublic()))).isTrue();
        JsonNode claims = Json.tree(signed.getPayload().toBytes());
        assertThat(claims.path("iss").asText()).isEqualTo("tickets@example.org");
        assertThat(claims.path("typ").asText()).isEqualTo("savetowallet");
        JsonNode object = claims.path("payload").path("eventTicketObjects").path(0);
        assertThat(object.path("barcode").path("value").asText())
                .isEqualTo(ticket.path("code").asText());
        assertThat(object.path("classId").asText()).isEqualTo(claims.path("payload")
                .path("eventTicketClasses").path(0).path("id").asText());
    }

    @Test
    void keepsSecretsAndRefusesWhatCannotSign() throws Exception {
        assertThat(apple(pkcs12("loud"), authority).text("field"))
                .isEqualTo("settings.certificate");
        assertThat(apple(pkcs12("quiet"), certificate("CN=Other", ownKeys)).text("field"))
                .isEqualTo("settings.authority");
        assertThat(google("abc", account()).text("field")).isEqualTo("settings.issuer");
        assertThat(google("3388000000012345678", base64(new byte[] {'{', '}'})).text("field"))
                .isEqualTo("settings.account");
        JsonNode ticket = ticket();
        assertThat(open.send("GET", page(ticket), "").body()).doesNotContain("Wallet");
        assertThat(open.send("GET", page(ticket).replaceFirst("\\?", "/apple?"), "").status())
                .isEqualTo(404);
        assertThat(apple(pkcs12("quiet"), authority).status()).isEqualTo(200);
        assertThat(open.as(OpenServer.SECRET, "GET", "/v1/wallets", "").body())
                .contains("\"secretsSet\":[\"certificate\",\"password\"]")
                .doesNotContain("quiet");
        String link = link(ticket, "apple");
        assertThat(open.send("GET", link.replaceFirst("word=.", "word=0"), "").status())
                .isEqualTo(404);
        assertThat(open.as(OpenServer.SECRET, "PUT", "/v1/wallets",
                "{\"wallet\": \"apple\", \"offered\": false}").status()).isEqualTo(200);
        assertThat(open.send("GET", link, "").status()).isEqualTo(404);
    }
}
