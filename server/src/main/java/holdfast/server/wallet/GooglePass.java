package holdfast.server.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import holdfast.Invalid;
import holdfast.server.json.Json;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.web.Language;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Makes links that put a ticket into Google Wallet. The link has the ticket itself, signed with the
/// key of the workspace's service account: this server asks Google nothing.
public final class GooglePass {
    private static final String SAVE = "https://pay.google.com/gp/v/save/";
    /// Google's own advice is a token of at most 1,800 characters.
    private static final int LONGEST = 60;

    private final String issuer;
    private final String account;
    private final PrivateKey key;

    private GooglePass(String issuer, String account, PrivateKey key) {
        this.issuer = issuer;
        this.account = account;
        this.key = key;
    }

    /// Reads the workspace's settings.
    ///
    /// @throws Invalid where one of them cannot be used
    static GooglePass of(Map<String, String> settings) {
        String issuer = settings.getOrDefault("issuer", "");
        if (!issuer.matches("[0-9]{5,25}")) {
            throw new Invalid("settings.issuer", "must be the issuer's number at Google");
        }
        try {
            JsonNode file = Json.tree(
                    Base64.getMimeDecoder().decode(settings.getOrDefault("account", "")));
            byte[] bytes = Base64.getMimeDecoder().decode(
                    file.required("private_key").asText().replaceAll("-----[A-Z ]+-----", ""));
            return new GooglePass(issuer, file.required("client_email").asText(), KeyFactory
                    .getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw new Invalid("settings.account",
                    "must be the JSON file of a service account, in base64");
        }
    }

    /// The link that a customer follows.
    public String link(TicketSheet sheet, Language language, Instant now) {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build(),
                new Payload(Json.text(json -> json.put("iss", account).put("aud", "google")
                        .put("typ", "savetowallet").put("iat", now.getEpochSecond())
                        .object("payload", payload -> write(payload, sheet, language)))));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException broken) {
            throw new IllegalStateException("the link cannot be signed", broken);
        }
        return SAVE + token.serialize();
    }

    private void write(Json json, TicketSheet sheet, Language language) {
        String event = issuer + "." + sheet.ticket().unit().subject();
        json.array("eventTicketClasses", List.of(event), (about, id) -> {
            about.put("id", id).put("issuerName", shortened(sheet.what().seller()))
                    .put("reviewStatus", "UNDER_REVIEW");
            words(about, "eventName", language, sheet.what().title());
            about.object("dateTime", when -> when.put("start",
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(sheet.when().start())));
            sheet.when().venue().ifPresent(name -> about.object("venue", venue -> {
                words(venue, "name", language, name);
                words(venue, "address", language, sheet.when().address().orElse(name));
            }));
        });
        json.array("eventTicketObjects", List.of(sheet.ticket()), (own, ticket) -> {
            own.put("id", issuer + "." + ticket.id() + "." + ticket.code().sequence())
                    .put("classId", event).put("state", "ACTIVE");
            own.object("barcode", code -> code.put("type", "QR_CODE").put("value", sheet.code())
                    .put("alternateText", sheet.who().reference()));
            own.object("seatInfo", seat -> {
                words(seat, "seat", language, sheet.what().seat());
                if (!sheet.what().area().isEmpty()) {
                    words(seat, "section", language, sheet.what().area());
                }
            });
            if (!sheet.who().name().isEmpty()) {
                own.put("ticketHolderName", shortened(sheet.who().name()));
            }
            sheet.accent().ifPresent(colour -> own.put("hexBackgroundColor", colour));
        });
    }

    private static void words(Json json, String field, Language language, String text) {
        json.object(field, both -> both.object("defaultValue", value -> value
                .put("language", language.tag()).put("value", shortened(text))));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
