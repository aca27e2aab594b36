package holdfast.server.booking;

import holdfast.Hold;
import holdfast.change.AuditView;
import holdfast.postgres.Rows;
import holdfast.server.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Compares the search index of bookings and blocks with the bookings and blocks, a thousand at a
/// time. An audit of everything reads the rows between the first and the last of them, so that it
/// also finds rows that belong to none. A finding names the row that differs, but never its content:
/// that is personal data.
final class BookingsAudit {
    private static final String FOUND = "each booking and block is indexed for search";
    private static final int AT_ONCE = 1_000;
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private final AuditView view;
    private final Predicate<String> isClosure;
    private final SoldPricesAudit prices;
    private final List<Hold> batch = new ArrayList<>();
    private final Map<String, Row> rows = new HashMap<>();
    private final Set<String> blocks = new HashSet<>();
    private String seen = "";
    private long bookings;

    /// The rows of one hold. A hold without a row in `booking` may have rows in other tables.
    private static final class Row {
        @Nullable
        Found found;
        final Set<String> words = new HashSet<>();
        final Map<String, String> things = new HashMap<>();
    }

    private record Found(
            String state, Instant madeAt, String reference, Optional<String> email,
            Optional<String> customer) {}

    BookingsAudit(AuditView view, Predicate<String> isClosure, SoldPricesAudit prices) {
        this.view = view;
        this.isClosure = isClosure;
        this.prices = prices;
    }

    /// Holds come in the order of their ids.
    void hold(Hold hold) throws SQLException {
        batch.add(hold);
        if (batch.size() == AT_ONCE) {
            compare(hold.id());
        }
    }

    void finish() throws SQLException {
        if (view.whole() || !batch.isEmpty()) {
            compare(LAST);
        }
        view.checked("bookings", bookings);
    }

    private static final String BOOKINGS = """
            SELECT hold, state, made_at, reference, email, customer FROM booking
            WHERE workspace = ? AND hold > ? AND hold <= ?""";

    private static final String WORDS = """
            SELECT hold, word FROM booking_word
            WHERE workspace = ? AND hold > ? AND hold <= ?""";

    private static final String THINGS = """
            SELECT hold, entry, state FROM booking_entry
            WHERE workspace = ? AND hold > ? AND hold <= ?""";

    private static final String BLOCKS = """
            SELECT hold FROM block
            WHERE workspace = ? AND hold > ? AND hold <= ?""";

    private static final String BOOKINGS_OF = """
            SELECT hold, state, made_at, reference, email, customer FROM booking
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String WORDS_OF = """
            SELECT hold, word FROM booking_word
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String THINGS_OF = """
            SELECT hold, entry, state FROM booking_entry
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String BLOCKS_OF = """
            SELECT hold FROM block
            WHERE workspace = ? AND hold = ANY (?::text[])""";

    private void compare(String until) throws SQLException {
        if (view.whole()) {
            read(BOOKINGS, WORDS, THINGS, BLOCKS, view.workspace(), seen, until);
        } else {
            read(BOOKINGS_OF, WORDS_OF, THINGS_OF, BLOCKS_OF, view.workspace(),
                    batch.stream().map(Hold::id).toArray(String[]::new));
        }
        for (Hold hold : batch) {
            switch (hold) {
                case Hold.Blocked block -> block(block);
                case Hold.Booked _,Hold.Cancelled _ -> booking(hold);
                case Hold.Held _,Hold.Expired _ -> {}
            }
        }
        rows.keySet().forEach(hold -> view.report(FOUND, hold,
                "it has search rows of a booking, but is none"));
        blocks.forEach(hold -> view.report(FOUND, hold,
                "it has a search row of a block, but is none"));
        batch.clear();
        rows.clear();
        blocks.clear();
        seen = until;
    }

    private void read(
            String bookings, String words, String things, String indexed, Object... which)
            throws SQLException {
        view.tx().each(bookings, set -> row(set.getString(1)).found = new Found(
                set.getString(2), Rows.certainly(set, 3), set.getString(4),
                Optional.ofNullable(set.getString(5)), Optional.ofNullable(set.getString(6))),
                which);
        view.tx().each(words, set -> row(set.getString(1)).words.add(set.getString(2)), which);
        view.tx().each(things, set -> row(set.getString(1)).things
                .put(set.getString(2), set.getString(3)), which);
        view.tx().each(indexed, set -> blocks.add(set.getString(1)), which);
    }

    private Row row(String hold) {
        return rows.computeIfAbsent(hold, id -> new Row());
    }

    private void block(Hold.Blocked block) {
        if (!blocks.remove(block.id()) && !isClosure.test(block.id())) {
            view.report(FOUND, block.id(), "it is a block and has no search row");
        }
    }

    private void booking(Hold hold) {
        Optional<String> note = hold.basket().notes().booking();
        if (note.isEmpty()) {
            return;
        }
        bookings++;
        Row row = rows.remove(hold.id());
        Optional<BookingRows.Booking> booking =
                readable(note.get()) ? BookingRows.of(hold) : Optional.empty();
        if (booking.isEmpty()) {
            view.report(AuditView.READABLE, hold.id(), "its booking's note cannot be read");
            return;
        }
        prices.booking(hold);
        if (row == null || row.found == null) {
            view.report(FOUND, hold.id(), "it is a booking and has no search row");
            return;
        }
        compare(booking.get(), row, row.found);
    }

    private static boolean readable(String note) {
        try {
            Contact.read(Json.read(note).object("customer"));
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private void compare(BookingRows.Booking booking, Row row, Found found) {
        Hold.Basket basket = booking.hold().basket();
        differs(basket.id(), "state", booking.state(), found.state);
        differs(basket.id(), "time", basket.madeAt(), found.madeAt);
        differs(basket.id(), "reference", References.of(basket.id()), found.reference);
        differs(basket.id(), "mail address", booking.email(), found.email);
        differs(basket.id(), "customer", basket.customer(), found.customer);
        differs(basket.id(), "name", booking.words(), row.words);
        Map<String, String> things = new HashMap<>();
        booking.things().forEach(entry -> things.put(entry, booking.state()));
        differs(basket.id(), "list of events and calendars", things, row.things);
    }

    private void differs(String hold, String what, Object is, Object row) {
        if (!Objects.equals(is, row)) {
            view.report(FOUND, hold, "its search rows have another " + what);
        }
    }
}
