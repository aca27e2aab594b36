package holdfast.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import holdfast.server.tickets.QrReaders;
import holdfast.server.tickets.Zbar;
import holdfast.testkit.Scratch;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Mails about bookings, as a mail server receives them.
class MailTest {
    private static final long PATIENCE = 20_000;
    private static final String CUSTOMER = """
            {"customer": {"name": "Zoë Ångström", "email": "Zoe@Example.org", "language": "de"}}""";

    @TempDir
    Path folder;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private OpenServer open;
    private final Set<String> seen = new HashSet<>();

    @BeforeEach
    void begin() {
        smtp.start();
        open = new OpenServer(scratch.database(), Map.of(
                "HOLDFAST_SMTP_URL",
                "smtp://127.0.0.1:" + smtp.getSmtp().getPort() + "?tls=none",
                "HOLDFAST_MAIL_FROM", "tickets@example.com",
                "HOLDFAST_PUBLIC_URL", "https://tickets.example.com",
                "HOLDFAST_ENCRYPTION_KEY",
                Base64.getEncoder().encodeToString(new byte[32])));
    }

    @AfterEach
    void end() {
        open.close();
        smtp.stop();
    }

    private JsonNode send(int status, String method, String path, String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("Authorization", "Bearer " + OpenServer.SECRET));
        headers.addAll(List.of(more));
        OpenServer.Answer answer =
                open.send(method, path, body, headers.toArray(String[]::new));
        assertThat(answer.status()).as(method + " " + path + answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? NullNode.instance : answer.json();
    }

    private String event() {
        return send(201, "POST", "/v1/events", """
                {"name": "Gala", "start": "2036-05-01T18:00:00Z", "end": "2036-05-01T22:00:00Z",
                 "timeZone": "Europe/Berlin",
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                            "price": {"amount": 3500, "currency": "EUR"}}]}""")
                .path("id").asText();
    }

    private String service() {
        String calendar = send(201, "POST", "/v1/calendars", """
                {"name": "Maya", "timeZone": "Europe/Berlin",
                 "hours": {"mon": [["09:00", "18:00"]], "tue": [["09:00", "18:00"]]}}""")
                .path("id").asText();
        return send(201, "POST", "/v1/services", """
                {"name": "Massage", "duration": "PT60M", "step": "PT15M", "horizon": "P90D",
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(calendar)).path("id").asText();
    }

    private JsonNode booked(String item) {
        String hold = send(201, "POST", "/v1/holds", "{\"items\": [" + item + "]}")
                .path("id").asText();
        return send(201, "POST", "/v1/holds/" + hold + "/confirm", CUSTOMER);
    }

    private static String places(String event) {
        return """
                {"kind": "capacity", "event": "%s", "area": "floor", "quantity": 2}"""
                .formatted(event);
    }

    private static String visit(String service, String start) {
        return """
                {"kind": "time", "service": "%s", "start": "%s"}""".formatted(service, start);
    }

    /// Ten in the morning on a Monday in a few weeks.
    private static String monday(int later) {
        return ZonedDateTime.now(ZoneId.of("Europe/Berlin")).plusWeeks(2)
                .with(TemporalAdjusters.next(DayOfWeek.MONDAY)).plusDays(later)
                .with(LocalTime.of(10, 0)).toOffsetDateTime().toString();
    }

    /// The next mails that arrive. The mail server lists them by recipient.
    private List<MimeMessage> next(int more) {
        assertThat(smtp.waitForIncomingEmail(PATIENCE, seen.size() + more))
                .as("mails that arrived: " + smtp.getReceivedMessages().length).isTrue();
        List<MimeMessage> fresh = Stream.of(smtp.getReceivedMessages())
                .filter(mail -> seen.add(id(mail))).toList();
        assertThat(fresh).hasSize(more);
        return fresh;
    }

    private static String id(MimeMessage mail) {
        try {
            return mail.getMessageID();
        } catch (MessagingException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<Part> parts(Part part) throws MessagingException, IOException {
        List<Part> parts = new ArrayList<>();
        if (part.getContent() instanceof Multipart several) {
            for (int at = 0; at < several.getCount(); at++) {
                BodyPart each = several.getBodyPart(at);
                parts.addAll(parts(each));
            }
        } else {
            parts.add(part);
        }
        return parts;
    }

    private static String text(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String part(MimeMessage mail, String type)
            throws MessagingException, IOException {
        for (Part part : parts(mail)) {
            if (part.isMimeType(type) && part.getFileName() == null) {
                return text(part);
            }
        }
        throw new AssertionError("no " + type + " in " + mail.getSubject());
    }

    /// The calendar file, which two parsers have read alike.
    private static Calendar calendar(MimeMessage mail, String method) throws Exception {
        List<Part> parts = parts(mail).stream().filter(each -> {
            try {
                return each.isMimeType("text/calendar");
            } catch (MessagingException broken) {
                throw new AssertionError(broken);
            }
        }).toList();
        assertThat(parts).hasSize(2);
        Calendar read = new Calendar();
        for (Part part : parts) {
            assertThat(part.getContentType()).containsIgnoringCase("method=" + method);
            String text = text(part);
            read = new CalendarBuilder().build(new StringReader(text));
            read.validate();
            ICalendar other = Biweekly.parse(text).first();
            assertThat(other.validate(biweekly.ICalVersion.V2_0).isEmpty())
                    .as(other.validate(biweekly.ICalVersion.V2_0).toString()).isTrue();
            assertThat(other.getMethod().getValue()).isEqualTo(method);
            assertThat(read.getRequiredProperty("METHOD").getValue()).isEqualTo(method);
            VEvent one = visit(read);
            assertThat(other.getEvents().getFirst().getUid().getValue())
                    .isEqualTo(one.getUid().orElseThrow().getValue());
            assertThat(other.getEvents().getFirst().getDateStart().getValue().toInstant())
                    .isEqualTo(java.time.Instant
                            .from(requireNonNull(one.getDateTimeStart()).getDate()));
        }
        return read;
    }

    private static VEvent visit(Calendar calendar) {
        return (VEvent) calendar.getComponents("VEVENT").getFirst();
    }

    @Test
    void confirmsInTheCustomersLanguageAndMovesAndCancelsTheAppointment() throws Exception {
        String service = service();
        JsonNode booking = booked(visit(service, monday(0)));
        MimeMessage confirmation = next(1).getFirst();
        assertThat(confirmation.getSubject())
                .isEqualTo("Ihre Buchung " + booking.path("reference").asText() + ": Massage");
        assertThat(confirmation.getAllRecipients()[0].toString()).isEqualTo("Zoe@Example.org");
        assertThat(confirmation.getFrom()[0].toString())
                .isEqualTo("Holdfast <tickets@example.com>");
        assertThat(part(confirmation, "text/plain")).contains("Guten Tag Zoë Ångström,")
                .contains("Montag, ").contains("10:00").contains("Maya")
                .contains("https://tickets.example.com/booking/");
        assertThat(part(confirmation, "text/html")).contains("lang=\"de\"")
                .contains("Zoë Ångström").doesNotContain("<img").doesNotContain("<script");
        VEvent first = visit(calendar(confirmation, "REQUEST"));

        String id = booking.path("id").asText();
        OpenServer.Answer read = open.as(OpenServer.SECRET, "GET", "/v1/bookings/" + id, "");
        send(200, "POST", "/v1/bookings/" + id + "/exchange",
                "{\"items\": [" + visit(service, monday(7)) + "]}",
                "If-Match", read.header("ETag"));
        MimeMessage changed = next(1).getFirst();
        assertThat(changed.getSubject()).startsWith("Ihre Buchung").endsWith("wurde geändert");
        VEvent second = visit(calendar(changed, "REQUEST"));
        assertThat(second.getUid()).isEqualTo(first.getUid());
        assertThat(requireNonNull(second.getSequence()).getSequenceNo())
                .isGreaterThan(requireNonNull(first.getSequence()).getSequenceNo());
        assertThat(second.getDateTimeStart()).isNotEqualTo(first.getDateTimeStart());

        send(200, "POST", "/v1/bookings/" + id + "/cancel", "");
        MimeMessage cancelled = next(1).getFirst();
        VEvent third = visit(calendar(cancelled, "CANCEL"));
        assertThat(third.getUid()).isEqualTo(first.getUid());
        assertThat(requireNonNull(third.getSequence()).getSequenceNo())
                .isGreaterThan(requireNonNull(second.getSequence()).getSequenceNo());
        assertThat(requireNonNull(third.getStatus()).getValue()).isEqualTo("CANCELLED");
        assertThat(seen).hasSize(3).allMatch(each -> each.endsWith("@example.com>"));

        JsonNode log = send(200, "GET", "/v1/mails?booking=" + id, "").path("items");
        assertThat(log.findValuesAsText("kind"))
                .containsExactly("cancelled", "exchanged", "booked");
        assertThat(log.findValuesAsText("state")).containsOnly("sent");
        assertThat(log.findValuesAsText("recipient")).containsOnly("zoe@example.org");
    }

    private String received(String payment) {
        return send(200, "POST", "/v1/payments/" + payment + "/received", "{}").path("booking")
                .asText();
    }

    @Test
    void tellsOfADepositAndOfItsRest() throws Exception {
        send(200, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""");
        String event = send(201, "POST", "/v1/events", """
                {"name": "Course", "start": "2036-05-10T18:00:00Z", "end": "2036-05-10T22:00:00Z",
                 "timeZone": "Europe/Berlin", "deposit": {"percent": 30, "restBefore": "P7D"},
                 "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 5,
                            "price": {"amount": 3500, "currency": "EUR"}}]}""").path("id")
                .asText();
        String path = "/v1/holds/" + send(201, "POST", "/v1/holds",
                "{\"items\": [" + places(event) + "]}").path("id").asText() + "/pay";
        String pay = "{\"provider\": \"bankTransfer\", " + CUSTOMER.strip().substring(1);
        String deposit = send(201, "POST", path, pay).path("id").asText();
        assertThat(part(next(1).getFirst(), "text/plain")).contains("21\u00a0€");
        String booking = received(deposit);
        assertThat(part(next(1).getFirst(), "text/plain")).contains("Noch zu zahlen bis ")
                .contains("3. Mai").contains("49\u00a0€");
        String rest = send(201, "POST", path, pay).path("id").asText();
        MimeMessage asked = next(1).getFirst();
        assertThat(asked.getSubject()).isEqualTo("Bitte überweisen Sie den Rest für Course");
        assertThat(part(asked, "text/plain")).contains("49\u00a0€").doesNotContain("reserviert");
        assertThat(received(rest)).isEqualTo(booking);
        MimeMessage thanks = next(1).getFirst();
        assertThat(thanks.getSubject()).startsWith("Vielen Dank, Ihre Zahlung");
        assertThat(part(thanks, "text/plain")).contains("Wir haben 49\u00a0€ erhalten.")
                .doesNotContain("Noch zu zahlen");
        send(200, "POST", "/v1/bookings/" + booking + "/cancel", "{}");
        assertThat(part(next(1).getFirst(), "text/plain"))
                .contains("Wir überweisen 70\u00a0€ innerhalb");
    }

    @Test
    void tellsOfAnItemThatWasCancelled() throws Exception {
        send(200, "PUT", "/v1/providers", """
                {"provider": "bankTransfer", "settings": {"holder": "Hall",
                 "iban": "DE89370400440532013000"}}""");
        String hold = send(201, "POST", "/v1/holds", "{\"items\": [" + places(event()) + ", "
                + visit(service(), monday(0)) + "]}").path("id").asText();
        String payment = send(201, "POST", "/v1/holds/" + hold + "/pay",
                "{\"provider\": \"bankTransfer\", " + CUSTOMER.strip().substring(1))
                .path("id").asText();
        next(1);
        String booking = received(payment);
        next(1);
        send(200, "POST", "/v1/bookings/" + booking + "/cancel-item", "{\"item\": 0}",
                "If-Match", "*");
        MimeMessage mail = next(1).getFirst();
        assertThat(part(mail, "text/plain")).contains("Gala wurde storniert.", "Massage",
                "Wir überweisen 70\u00a0€ innerhalb");
        List<Calendar> calendars = new ArrayList<>();
        for (Part part : parts(mail)) {
            if (part.isMimeType("text/calendar")) {
                calendars.add(new CalendarBuilder().build(new StringReader(text(part))));
            }
        }
        // The massage has the first number now, and the second one is gone.
        assertThat(calendars).anySatisfy(each -> {
            each.validate();
            assertThat(each.getRequiredProperty("METHOD").getValue()).isEqualTo("CANCEL");
            assertThat(visit(each).getUid().orElseThrow().getValue()).endsWith("-1@holdfast");
        }).anySatisfy(each -> {
            assertThat(each.getRequiredProperty("METHOD").getValue()).isEqualTo("REQUEST");
            assertThat(visit(each).getUid().orElseThrow().getValue()).endsWith("-0@holdfast");
        });
    }

    /// The codes in the PDF of a mail, as one of the decoders reads them.
    private List<String> codes(MimeMessage mail, Decoder decoder) throws Exception {
        List<String> codes = new ArrayList<>();
        for (Part part : parts(mail)) {
            if ("tickets.pdf".equals(part.getFileName())) {
                try (InputStream in = part.getInputStream()) {
                    for (BufferedImage page : QrReaders.pages(in.readAllBytes())) {
                        codes.add(decoder.read(page));
                    }
                }
            }
        }
        return codes;
    }

    private interface Decoder {
        String read(BufferedImage page) throws Exception;
    }

    private List<String> codes(JsonNode booking) {
        return send(200, "GET", "/v1/bookings/" + booking.path("id").asText() + "/tickets", "")
                .path("items").findValuesAsText("code");
    }

    @Test
    void carriesTheTicketsThatADecoderReads() throws Exception {
        JsonNode booking = booked(places(event()));
        List<String> read = codes(next(1).getFirst(), QrReaders::zxing);
        assertThat(read).hasSize(2).containsExactlyInAnyOrderElementsOf(codes(booking));
    }

    @Test
    @ExtendWith(Zbar.class)
    void carriesTheTicketsThatAnotherDecoderReads() throws Exception {
        JsonNode booking = booked(places(event()));
        List<String> read =
                codes(next(1).getFirst(), page -> QrReaders.zbar(page, folder));
        assertThat(read).hasSize(2).containsExactlyInAnyOrderElementsOf(codes(booking));
    }

    @Test
    void tellsOfAnEventThatMovesAndUsesTheWorkspacesOwnWords() throws Exception {
        send(200, "PATCH", "/v1/workspace/mails", """
                {"copiesTo": ["desk@example.com"], "replyTo": "info@example.com",
                 "texts": [{"kind": "booked", "language": "de",
                            "subject": "{item}: wir haben Ihre Karten",
                            "greeting": "Liebe Grüße an {name}!"}]}""", "If-Match", "\"0\"");
        String event = event();
        JsonNode booking = booked(places(event));
        String id = booking.path("id").asText();
        List<MimeMessage> both = next(2);
        MimeMessage confirmation = both.stream().filter(mail -> to(mail).startsWith("Zoe"))
                .findFirst().orElseThrow();
        assertThat(confirmation.getSubject()).isEqualTo("Gala: wir haben Ihre Karten");
        assertThat(confirmation.getReplyTo()[0].toString()).isEqualTo("info@example.com");
        assertThat(part(confirmation, "text/plain")).contains("Liebe Grüße an Zoë Ångström!")
                .contains("2 Plätze").contains("70");
        VEvent before = visit(calendar(confirmation, "PUBLISH"));
        MimeMessage copy = both.stream().filter(mail -> to(mail).startsWith("desk"))
                .findFirst().orElseThrow();
        assertThat(part(copy, "text/plain")).doesNotContain("/booking/");

        OpenServer.Answer read = open.as(OpenServer.SECRET, "GET", "/v1/events/" + event, "");
        send(200, "PATCH", "/v1/events/" + event, """
                {"start": "2036-05-02T18:00:00Z", "end": "2036-05-02T22:00:00Z"}""",
                "If-Match", read.header("ETag"));
        MimeMessage moved = next(1).getFirst();
        assertThat(moved.getSubject()).isEqualTo("Neuer Termin für Gala");
        VEvent after = visit(calendar(moved, "PUBLISH"));
        assertThat(after.getUid()).isEqualTo(before.getUid());
        assertThat(requireNonNull(after.getSequence()).getSequenceNo())
                .isGreaterThan(requireNonNull(before.getSequence()).getSequenceNo());

        JsonNode again = send(201, "POST", "/v1/bookings/" + id + "/mails", "",
                "Idempotency-Key", "again-1");
        assertThat(send(201, "POST", "/v1/bookings/" + id + "/mails", "",
                "Idempotency-Key", "again-1").path("id")).isEqualTo(again.path("id"));
        assertThat(next(1).getFirst().getSubject()).isEqualTo("Gala: wir haben Ihre Karten");

        JsonNode changes = send(200, "GET", "/v1/changes", "");
        assertThat(changes.path("items").findValuesAsText("type"))
                .containsExactly("booking.booked", "booking.moved");
        assertThat(send(200, "GET", "/v1/changes?after=" + changes.path("next").asText(), "")
                .path("items")).isEmpty();
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException broken) {
            throw new AssertionError(broken);
        }
    }
}
