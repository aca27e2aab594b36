package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.http.Response;
import holdfast.server.web.Cookies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What takes the last change on the board back. It waits for some minutes in a cookie, which the
/// browser gets with the redirect after the change; so nobody else's link can fill it.
///
/// @param parts what the change needs, such as ids and moments
public record BoardUndo(Sort sort, List<String> parts) {
    private static final String COOKIE = "holdfast_board_undo";
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int LONGEST = 290;

    public BoardUndo {
        parts = List.copyOf(parts);
    }

    /// What was changed.
    enum Sort {
        /// The booking, its version, the item, and where it was: start and calendars.
        MOVED,
        /// The booking.
        BOOKED,
        /// The calendars and their closures, one after the other.
        BLOCKED,
        /// The calendar, start, end and reason of the closure.
        UNBLOCKED
    }

    /// After a change: what its redirect can take back. A change that is too large is not kept.
    Response after(DeskVisit visit, Response redirect) {
        String text = String.join("\n", parts);
        String value = text.length() > LONGEST - 20 ? ""
                : Base64.getUrlEncoder().withoutPadding().encodeToString(
                        (sort + "\n" + text).getBytes(StandardCharsets.UTF_8));
        return redirect.header("Set-Cookie", Cookies.set(visit.request(), COOKIE, value,
                value.isEmpty() ? Duration.ZERO : KEPT));
    }

    /// What can be taken back on the page that follows a change.
    static Optional<BoardUndo> of(DeskVisit visit) {
        return visit.request().query(DeskRoutes.DONE).isEmpty() ? Optional.empty()
                : kept(visit);
    }

    private static Optional<BoardUndo> kept(DeskVisit visit) {
        return Cookies.read(visit.request(), COOKIE).filter(value -> !value.isEmpty())
                .flatMap(BoardUndo::read);
    }

    private static Optional<BoardUndo> read(String value) {
        try {
            List<String> lines = List.of(new String(Base64.getUrlDecoder().decode(value),
                    StandardCharsets.UTF_8).split("\n", -1));
            return Optional.of(new BoardUndo(Sort.valueOf(lines.getFirst()),
                    lines.subList(1, lines.size())));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private String part(int at) {
        return at < parts.size() ? parts.get(at) : "";
    }

    /// Takes back what the cookie says.
    static Response undo(DeskVisit visit) {
        String back = BoardVisit.back(visit);
        Optional<BoardUndo> kept = kept(visit);
        Optional<DeskAnswer.Refused> refused = kept.flatMap(each -> each.take(visit));
        Response answer = refused.isPresent()
                ? visit.refused(refused.get(), back)
                : visit.done(back, kept.isPresent() ? "boardUndone" : "boardNothing");
        return answer.header("Set-Cookie",
                Cookies.set(visit.request(), COOKIE, "", Duration.ZERO));
    }

    private Optional<DeskAnswer.Refused> take(DeskVisit visit) {
        List<DeskCall> calls = new ArrayList<>();
        switch (sort) {
            case MOVED -> {
                Optional<JsonNode> booking =
                        visit.read(DeskCall.to("readBooking").with("id", part(0)));
                booking.ifPresent(json -> calls.add(BoardMove.call(json, part(1),
                        BoardMove.number(part(2)), new BoardMove.Place(part(3),
                                List.of(part(4).split(",", -1))))));
            }
            case BOOKED -> calls.add(DeskCall.to("cancelBooking").with("id", part(0))
                    .json(json -> json.put("override", true).put("waiveFee", true)
                            .put("reason", visit.say("board.undo.reason"))));
            case BLOCKED -> {
                for (int at = 0; at + 1 < parts.size(); at += 2) {
                    calls.add(DeskCall.to("deleteClosure").with("id", part(at))
                            .with("closure", part(at + 1)));
                }
            }
            case UNBLOCKED -> calls.add(DeskCall.to("closeCalendar").with("id", part(0))
                    .json(json -> json.put("start", part(1)).put("end", part(2))
                            .put("reason", Optional.of(part(3))
                                    .filter(reason -> !reason.isEmpty()))));
        }
        for (DeskCall call : calls) {
            if (visit.call(call) instanceof DeskAnswer.Refused refused) {
                return Optional.of(refused);
            }
        }
        return Optional.empty();
    }
}
