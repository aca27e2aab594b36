package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.auth.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays out what the API says about calendars: a column for each calendar and day, a lane for each
/// that is in use at once, and in it the pieces from top to bottom. Positions are minutes of the
/// wall clock; the style sheet turns their classes into heights.
public final class BoardColumns {
    private static final int DAY = 24 * 60;
    private static final int MOST_LANES = 8;
    private static final int LEAST = 5;

    private final DeskVisit visit;
    private final Instant now;
    private final List<Draft> drafts = new ArrayList<>();

    BoardColumns(DeskVisit visit, String now) {
        this.visit = visit;
        this.now = now.isEmpty() ? Instant.EPOCH : Instant.parse(now);
    }

    /// The whole board.
    ///
    /// @param first  the first hour that it shows
    /// @param length the classes of its height
    public record BoardGrid(int first, String length, List<Hour> hours, List<Column> columns) {}

    /// A line of the scale.
    public record Hour(String at, String text) {}

    /// A column.
    ///
    /// @param now    where the line of the present moment is; empty on other days
    /// @param anchor whether links to the present moment lead to this column
    public record Column(
            String calendar, String day, String title, String role, String href,
            List<List<Piece>> lanes, String now, boolean anchor) {}

    /// What stands in a lane: an open stretch, a free gap, a visit, a buffer or a block.
    ///
    /// @param at     the classes of its place
    /// @param length the classes of its height
    /// @param href   where it leads; empty if nowhere
    public record Piece(
            Sort sort, String at, String length, String when, String title, String about,
            String href, Moved moved) {}

    /// The kinds of pieces; the style sheet has their words as classes.
    public enum Sort {
        OPEN,
        GAP,
        BOOKED,
        HELD,
        BLOCK,
        BUFFER;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// What a script needs to move a visit.
    public record Moved(String id, String version, int item, String start, int minutes) {
        static final Moved NOTHING = new Moved("", "", 0, "", 0);
    }

    /// A stretch in minutes of the day.
    private record Stretch(int from, int to) {
        boolean overlaps(Stretch other) {
            return from < other.to && other.from < to;
        }
    }

    private record Draft(
            JsonNode calendar, LocalDate day, String title, String href, List<Stretch> open,
            List<Entry> entries) {}

    private record Entry(JsonNode json, Stretch visit, Stretch occupied, int lane) {}

    void add(JsonNode calendar, LocalDate day, String title, String href) {
        List<Stretch> open = new ArrayList<>();
        calendar.path("open").forEach(each -> put(open, stretch(each, "start", "end", day)));
        List<Entry> entries = new ArrayList<>();
        for (JsonNode each : calendar.path("entries")) {
            Stretch occupied = stretch(each, "from", "until", day);
            if (occupied.from < occupied.to) {
                entries.add(new Entry(each, stretch(each, "start", "end", day), occupied,
                        each.path("lane").asInt()));
            }
        }
        drafts.add(new Draft(calendar, day, title, href, open, entries));
    }

    private static void put(List<Stretch> all, Stretch stretch) {
        if (stretch.from < stretch.to) {
            all.add(stretch);
        }
    }

    private static Stretch stretch(JsonNode json, String from, String to, LocalDate day) {
        return new Stretch(minute(json.path(from).asText(), day),
                minute(json.path(to).asText(), day));
    }

    /// The minute of the day; those of other days are cut off.
    private static int minute(String moment, LocalDate day) {
        LocalDateTime local = OffsetDateTime.parse(moment).toLocalDateTime();
        long minutes = Duration.between(day.atStartOfDay(), local).toMinutes();
        return Math.clamp(minutes, 0, DAY);
    }

    BoardGrid board() {
        boolean allDay = drafts.stream().allMatch(BoardColumns::always);
        int first = DAY;
        int last = 0;
        for (Draft draft : drafts) {
            List<Stretch> counted = new ArrayList<>();
            if (allDay || !always(draft)) {
                counted.addAll(draft.open);
            }
            draft.entries.stream().filter(each -> !blocks(each)).map(Entry::occupied)
                    .forEach(counted::add);
            for (Stretch each : counted) {
                first = Math.min(first, each.from);
                last = Math.max(last, each.to);
            }
        }
        if (first >= last) {
            first = 8 * 60;
            last = 18 * 60;
        }
        int from = first / 60;
        int to = (last + 59) / 60;
        List<Hour> hours = new ArrayList<>();
        for (int hour = from; hour < to; hour++) {
            hours.add(new Hour(place((hour - from) * 60),
                    visit.language().time(LocalTime.of(hour, 0))));
        }
        Stretch shown = new Stretch(from * 60, to * 60);
        Optional<Draft> present = drafts.stream().filter(each -> !now(each, shown).isEmpty())
                .findFirst();
        return new BoardGrid(from, place((to - from) * 60), hours,
                drafts.stream().map(each -> column(
                        each, shown, present.filter(each::equals).isPresent())).toList());
    }

    private static boolean always(Draft draft) {
        return draft.open.stream().anyMatch(each -> each.from == 0 && each.to == DAY);
    }

    private static boolean blocks(Entry entry) {
        return entry.json.path("status").asText().equals("blocked");
    }

    private Column column(Draft draft, Stretch shown, boolean anchor) {
        int used = draft.entries.stream().filter(each -> !blocks(each)).mapToInt(Entry::lane)
                .max().orElse(-1);
        int lanes = Math.min(MOST_LANES,
                Math.min(draft.calendar.path("lanes").asInt(1), used + 2));
        List<List<Piece>> all = new ArrayList<>();
        for (int lane = 0; lane < Math.max(1, lanes); lane++) {
            all.add(lane(draft, lane, shown));
        }
        return new Column(draft.calendar.path("id").asText(), draft.day.toString(), draft.title,
                draft.calendar.path("role").asText(), draft.href, all, now(draft, shown),
                anchor);
    }

    private String now(Draft draft, Stretch shown) {
        LocalDateTime local = local(draft);
        int minute = local.getHour() * 60 + local.getMinute();
        return local.toLocalDate().equals(draft.day) && minute >= shown.from && minute < shown.to
                ? place(minute - shown.from) : "";
    }

    private LocalDateTime local(Draft draft) {
        return now.atZone(ZoneId.of(draft.calendar.path("timeZone").asText("UTC")))
                .toLocalDateTime();
    }

    private List<Piece> lane(Draft draft, int lane, Stretch shown) {
        List<Entry> here = draft.entries.stream().filter(each -> each.lane == lane).toList();
        List<Piece> pieces = new ArrayList<>();
        for (Stretch open : draft.open) {
            piece(pieces, Sort.OPEN, open, shown, "", "");
        }
        for (Stretch gap : gaps(draft, here)) {
            gap(pieces, draft, gap, shown);
        }
        for (Entry entry : here) {
            entry(pieces, draft, entry, shown);
        }
        return pieces;
    }

    /// What is open, not taken, and not over.
    private List<Stretch> gaps(Draft draft, List<Entry> taken) {
        LocalDateTime local = local(draft);
        int begin = local.toLocalDate().isBefore(draft.day) ? 0
                : local.toLocalDate().isAfter(draft.day) ? DAY
                        : (local.getHour() * 60 + local.getMinute()) / LEAST * LEAST;
        List<Stretch> gaps = new ArrayList<>();
        for (Stretch open : draft.open) {
            int from = Math.max(open.from, begin);
            for (Entry each : taken.stream()
                    .filter(one -> one.occupied.overlaps(open))
                    .sorted((one, other) -> Integer.compare(
                            one.occupied.from, other.occupied.from))
                    .toList()) {
                put(gaps, new Stretch(from, each.occupied.from));
                from = Math.max(from, each.occupied.to);
            }
            put(gaps, new Stretch(from, open.to));
        }
        return gaps.stream().filter(each -> each.to - each.from >= LEAST).toList();
    }

    private void gap(List<Piece> pieces, Draft draft, Stretch gap, Stretch shown) {
        Stretch cut = cut(gap, shown);
        if (cut.from < cut.to) {
            String href = visit.may(Permission.DESK) && draft.calendar.path("onSale").asBoolean()
                    ? DayBoard.address(BoardBooking.PATH, "calendar",
                            draft.calendar.path("id").asText(), "day", draft.day.toString(),
                            "time", clock(gap.from))
                    : "";
            pieces.add(new Piece(Sort.GAP, place(cut.from - shown.from),
                    place(cut.to - cut.from), times(gap), visit.say("board.free"),
                    draft.calendar.path("name").asText(), href, Moved.NOTHING));
        }
    }

    private void entry(List<Piece> pieces, Draft draft, Entry entry, Stretch shown) {
        JsonNode json = entry.json;
        Stretch cut = cut(entry.visit, shown);
        boolean block = blocks(entry);
        if (!block) {
            piece(pieces, Sort.BUFFER, new Stretch(entry.occupied.from, entry.visit.from), shown,
                    "", "");
            piece(pieces, Sort.BUFFER, new Stretch(entry.visit.to, entry.occupied.to), shown,
                    "", "");
        }
        if (cut.from >= cut.to) {
            return;
        }
        Sort sort = block ? Sort.BLOCK
                : json.path("status").asText().equals("held") ? Sort.HELD : Sort.BOOKED;
        String id = json.path("id").asText();
        String title = switch (sort) {
            case BLOCK -> json.path("reason").asText(visit.say("board.closed"));
            case HELD -> visit.say("board.held");
            case BOOKED, OPEN, GAP, BUFFER ->
                    json.path("customer").asText(visit.say("board.walkIn"));
        };
        String href = switch (sort) {
            case BLOCK -> json.path("closure").asBoolean() ? DayBoard.address(
                    BoardBlocks.PATH + "/" + id, "calendar", draft.calendar.path("id").asText())
                    : "";
            case BOOKED -> DayBoard.address(BoardVisit.PATH + "/" + id, "calendar",
                    draft.calendar.path("id").asText(), "item",
                    json.path("item").asText());
            case HELD, OPEN, GAP, BUFFER -> "";
        };
        pieces.add(new Piece(sort, place(cut.from - shown.from), place(cut.to - cut.from),
                times(entry.visit), title, json.path("name").asText(), href,
                sort == Sort.BOOKED && visit.may(Permission.DESK)
                        ? new Moved(id, json.path("version").asText(), json.path("item").asInt(),
                                clock(entry.visit.from), entry.visit.to - entry.visit.from)
                        : Moved.NOTHING));
    }

    private void piece(List<Piece> pieces, Sort sort, Stretch stretch, Stretch shown,
            String title, String href) {
        Stretch cut = cut(stretch, shown);
        if (cut.from < cut.to) {
            pieces.add(new Piece(sort, place(cut.from - shown.from), place(cut.to - cut.from),
                    "", title, "", href, Moved.NOTHING));
        }
    }

    private static Stretch cut(Stretch one, Stretch other) {
        return new Stretch(Math.max(one.from, other.from), Math.min(one.to, other.to));
    }

    private String times(Stretch stretch) {
        return visit.say("board.times", visit.language().time(LocalTime.parse(
                clock(stretch.from))), visit.language().time(LocalTime.parse(clock(stretch.to))));
    }

    private static String clock(int minute) {
        return LocalTime.of(minute / 60 % 24, minute % 60).toString();
    }

    /// The classes of a height: hours and minutes.
    private static String place(int minutes) {
        return "h" + minutes / 60 + " m" + minutes % 60;
    }
}
