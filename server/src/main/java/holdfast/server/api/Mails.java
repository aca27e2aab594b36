package holdfast.server.api;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.catalog.RandomIds;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.mail.MailKind;
import holdfast.server.mail.MailTable;
import holdfast.server.mail.StoredMail;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The mails to customers: what was sent, and sending again.
public final class Mails {
    private static final List<String> STATES =
            List.of("waiting", "sent", "failed", "superseded", "forgotten");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final HoldfastReads engine;
    private final MailTable table;

    public Mails(HoldfastReads engine, MailTable table) {
        this.engine = engine;
        this.table = table;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/mails", Permission.READ, "listMails",
                        "The mails about bookings and how their sending goes, the latest first.",
                        this::list),
                new Route("POST", "/v1/bookings/{id}/mails", Permission.DESK, "sendMail",
                        "Send a mail about a booking to its customer once more.", this::send),
                new Route("POST", "/v1/mails/{id}/again", Permission.DESK, "sendMailAgain",
                        "Send a mail of the list once more.", this::again));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after", "booking", "state");
        int limit = Paging.limit(request);
        String hold = request.query("booking", 100).map(Holds::holdId).orElse("");
        String state = request.query("state", 20).orElse("");
        if (!state.isEmpty() && !STATES.contains(state)) {
            throw new Invalid("state", "must be one of " + String.join(", ", STATES));
        }
        List<String> after = request.query("after", 200).map(PageMark::read).map(PageMark::by)
                .orElse(List.of(LATEST.toString(), ""));
        if (after.size() != 2) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
        List<StoredMail> mails = table.list(request.workspace(), hold, state,
                moment(after.getFirst()), after.getLast(), limit + 1);
        List<StoredMail> page = mails.subList(0, Math.min(limit, mails.size()));
        return Response.json(200, json -> {
            json.array("items", page, Mails::write);
            if (mails.size() > limit) {
                json.put("next", PageMark.of(page.getLast().madeAt().toString(),
                        page.getLast().id()).mark());
            }
        });
    }

    static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException nonsense) {
            throw new Invalid("after", "must be the \"next\" of an earlier page");
        }
    }

    private static void write(Json json, StoredMail mail) {
        json.put("id", mail.id()).put("booking", HoldJson.bookingId(mail.hold()))
                .put("payment", mail.payment()).put("kind", mail.kind().word());
        if (!mail.state().equals("forgotten")) {
            json.put("recipient", mail.recipient());
        }
        json.put("state", mail.state()).put("tries", mail.tries())
                .put("madeAt", mail.madeAt().toString());
        if (mail.state().equals("waiting")) {
            json.put("dueAt", mail.dueAt().toString());
        }
        json.put("sentAt", mail.sentAt().map(Instant::toString))
                .put("answer", mail.answer().filter(text -> !text.isEmpty()));
    }

    /// The text is made anew. Where the mail no longer says what is true, it is not sent.
    private Response again(Request request) {
        request.maybeBody(fields -> true);
        StoredMail mail = table.copy(request.workspace(), request.path("id"), again(request.key()))
                .orElseThrow(() -> Problem.unknown(request.path("id")));
        return Response.json(201, json -> write(json, mail));
    }

    private static String again(Optional<String> key) {
        return key.map(each -> "key " + each).orElseGet(() -> RandomIds.next("again_"));
    }

    private Response send(Request request) {
        Optional<MailKind> wanted = request.maybeBody(fields -> fields.maybeText("kind", 20)
                .map(word -> MailKind.of(word).filter(kind -> kind != MailKind.STAFF_COPY)
                        .orElseThrow(() -> new Invalid("kind", "must be a kind of mail"))));
        String id = Holds.holdId(request.path("id"));
        Hold booking = engine.find(request.workspace(), id)
                .filter(hold -> BookingNote.of(hold).isPresent())
                .orElseThrow(() -> Problem.unknown(request.path("id")));
        MailKind usual = booking instanceof Hold.Booked ? MailKind.BOOKED : MailKind.CANCELLED;
        MailKind kind = wanted.orElse(usual);
        if ((kind == MailKind.CANCELLED) != (usual == MailKind.CANCELLED)
                || kind == MailKind.REMINDER || kind.isAboutPayment()) {
            throw new Invalid("kind", "must suit the booking, which is "
                    + (usual == MailKind.CANCELLED ? "cancelled" : "booked"));
        }
        StoredMail mail = table.again(
                request.workspace(), id, kind, booking.version(), again(request.key()))
                .orElseThrow(() -> new Problem(409, "noAddress", "There is no mail address",
                        "The customer of this booking gave no mail address."));
        if (mail.kind() != kind) {
            throw Outcomes.keyReused(request.key().orElse(""));
        }
        return Response.json(201, json -> write(json, mail));
    }
}
