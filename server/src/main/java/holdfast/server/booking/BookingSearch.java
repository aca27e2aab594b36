package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.Unanswered;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.json.Texts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/// Finds bookings and blocks in the order in which they were made. It returns ids only: the engine
/// says what a hold is.
public final class BookingSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DataSource source;
    private final Semaphore searching;

    /// @param atOnce the limit of concurrent searches; each uses a connection
    public BookingSearch(DataSource source, int atOnce) {
        this.source = source;
        this.searching = new Semaphore(atOnce, true);
    }

    /// The search criteria. An absent one does not narrow the search.
    ///
    /// @param things events and calendars; the booking has a claim on each of them
    /// @param state booked or cancelled
    public record Search(
            Optional<String> reference, Contact contact, Optional<String> customer,
            List<String> things, Optional<String> state, Period made) {
        public static final Search ALL = new Search(Optional.empty(), Contact.NONE,
                Optional.empty(), List.of(), Optional.empty(), Period.EVER);

        public static Search reference(String reference) {
            return new Search(Optional.of(reference), Contact.NONE, Optional.empty(),
                    List.of(), Optional.empty(), Period.EVER);
        }

        /// The states to search. Without a criterion, cancelled bookings are included only on
        /// request.
        private String[] states(boolean alsoCancelled) {
            return state.map(each -> new String[] {each}).orElseGet(() -> alsoCancelled
                    ? new String[] {"booked", "cancelled"} : new String[] {"booked"});
        }

        /// Whether a booking meets all criteria.
        public boolean fits(Hold hold) {
            Contact has = BookingNote.of(hold).map(BookingNote::contact).orElse(Contact.NONE);
            Instant madeAt = hold.basket().madeAt();
            boolean booked = hold instanceof Hold.Booked;
            return reference.map(each -> each.toUpperCase(Locale.ROOT)
                    .equals(References.of(hold.id()))).orElse(true)
                    && contact.email().map(each -> has.email().map(SearchWords::mail)
                            .equals(Optional.of(SearchWords.mail(each)))).orElse(true)
                    && contact.name().map(each -> SearchWords.fits(each, has.name().orElse("")))
                            .orElse(true)
                    && customer.map(id -> hold.basket().customer().equals(Optional.of(id)))
                            .orElse(true)
                    && BookingRows.things(hold).containsAll(things)
                    && state.map(each -> each.equals(booked ? "booked" : "cancelled"))
                            .orElse(booked || things.isEmpty())
                    && !madeAt.isBefore(made.from()) && madeAt.isBefore(made.until());
        }
    }

    /// From one moment (inclusive) to another (exclusive).
    public record Period(Instant from, Instant until) {
        public static final Period EVER = new Period(
                Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));
    }

    /// A cursor: where a page ends and the next one begins.
    public record Mark(Instant madeAt, String hold) {
        public static final Mark FIRST = new Mark(Period.EVER.from(), "");

        public String text() {
            return madeAt + "~" + hold;
        }

        public static Mark read(String text) {
            int at = text.indexOf('~');
            if (at < 0) {
                throw new Invalid("after", "must be the \"next\" of an earlier page");
            }
            return new Mark(Texts.moment("after", text.substring(0, at)).toInstant(),
                    text.substring(at + 1));
        }
    }

    private static final String BY_REFERENCE = """
            SELECT made_at, hold FROM booking
            WHERE workspace = ? AND reference = ? AND (made_at, hold) > (?, ?) AND made_at < ?
              AND state = ANY (?::text[])
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_EMAIL = """
            SELECT made_at, hold FROM booking
            WHERE workspace = ? AND email = ? AND (made_at, hold) > (?, ?) AND made_at < ?
              AND state = ANY (?::text[])
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_CUSTOMER = """
            SELECT made_at, hold FROM booking
            WHERE workspace = ? AND customer = ? AND (made_at, hold) > (?, ?) AND made_at < ?
              AND state = ANY (?::text[])
            ORDER BY made_at, hold LIMIT ?""";

    // Candidates by the first word are checked one by one for the other words and for the state.
    private static final String BY_NAME = """
            SELECT DISTINCT found.made_at, found.hold FROM booking_word AS found
            WHERE found.workspace = ? AND found.word >= ? AND found.word < ?
              AND (found.made_at, found.hold) > (?, ?) AND found.made_at < ?
              AND NOT EXISTS (
                  SELECT FROM unnest(?::text[], ?::text[]) AS other (word, beyond)
                  WHERE NOT EXISTS (
                      SELECT FROM booking_word AS same
                      WHERE same.workspace = ? AND same.hold = found.hold
                        AND same.word >= other.word AND same.word < other.beyond))
              AND (?::text = '' OR EXISTS (
                  SELECT FROM booking
                  WHERE booking.workspace = ? AND booking.hold = found.hold
                    AND booking.state = ?::text))
            ORDER BY found.made_at, found.hold LIMIT ?""";

    private static final String BY_THING = """
            SELECT made_at, hold FROM booking_entry
            WHERE workspace = ? AND entry = ? AND state = ?
              AND (made_at, hold) > (?, ?) AND made_at < ?
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_STATE = """
            SELECT made_at, hold FROM booking
            WHERE workspace = ? AND state = ? AND (made_at, hold) > (?, ?) AND made_at < ?
            ORDER BY made_at, hold LIMIT ?""";

    private static final String BY_TIME = """
            SELECT made_at, hold FROM booking
            WHERE workspace = ? AND (made_at, hold) > (?, ?) AND made_at < ?
            ORDER BY made_at, hold LIMIT ?""";

    /// The next page after a cursor, oldest first, by the most selective criterion. The caller
    /// checks the other criteria.
    public List<Mark> find(String workspace, Search search, Mark after, int most) {
        Instant until = search.made().until();
        return read(pipeline -> {
            if (search.reference().isPresent()) {
                return pipeline.query(BY_REFERENCE, BookingSearch::mark, workspace,
                        search.reference().get().toUpperCase(Locale.ROOT),
                        after.madeAt(), after.hold(), until, search.states(true), most);
            }
            if (search.contact().email().isPresent()) {
                return pipeline.query(BY_EMAIL, BookingSearch::mark, workspace,
                        SearchWords.mail(search.contact().email().get()),
                        after.madeAt(), after.hold(), until, search.states(true), most);
            }
            if (search.customer().isPresent()) {
                return pipeline.query(BY_CUSTOMER, BookingSearch::mark, workspace,
                        search.customer().get(),
                        after.madeAt(), after.hold(), until, search.states(true), most);
            }
            List<String> words =
                    SearchWords.wanted(search.contact().name().orElse(""));
            if (!words.isEmpty()) {
                return byName(pipeline, workspace, words, search, after, most);
            }
            if (!search.things().isEmpty()) {
                return pipeline.query(BY_THING, BookingSearch::mark, workspace,
                        search.things().getFirst(), search.states(false)[0],
                        after.madeAt(), after.hold(), until, most);
            }
            return search.state().isPresent()
                    ? pipeline.query(BY_STATE, BookingSearch::mark, workspace, search.state().get(),
                            after.madeAt(), after.hold(), until, most)
                    : pipeline.query(BY_TIME, BookingSearch::mark, workspace,
                            after.madeAt(), after.hold(), until, most);
        });
    }

    private static Pipeline.Answer<Mark> byName(
            Pipeline pipeline, String workspace, List<String> words, Search search, Mark after,
            int most) {
        List<String> others = words.subList(1, words.size());
        String state = search.state().orElse("");
        return pipeline.query(BY_NAME, BookingSearch::mark, workspace,
                words.getFirst(), SearchWords.beyond(words.getFirst()),
                after.madeAt(), after.hold(), search.made().until(),
                others.toArray(new String[0]),
                others.stream().map(SearchWords::beyond).toArray(String[]::new),
                workspace, state, workspace, state, most);
    }

    private static final String BLOCKS = """
            SELECT made_at, hold FROM block
            WHERE workspace = ? AND (made_at, hold) > (?, ?)
            ORDER BY made_at, hold LIMIT ?""";

    public List<Mark> blocks(String workspace, Mark after, int most) {
        return read(pipeline -> pipeline.query(BLOCKS, BookingSearch::mark, workspace,
                after.madeAt(), after.hold(), most));
    }

    private interface Query {
        Pipeline.Answer<Mark> ask(Pipeline pipeline);
    }

    private List<Mark> read(Query question) {
        try {
            if (!searching.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unanswered("too many searches for bookings at once",
                        new TimeoutException("after " + PATIENCE));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unanswered("interrupted", stop);
        }
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Mark> answer = question.ask(pipeline);
            pipeline.run();
            return answer.rows();
        } catch (SQLException failure) {
            throw new Unanswered("bookings could not be searched", failure);
        } finally {
            searching.release();
        }
    }

    private static Mark mark(ResultSet row) throws SQLException {
        return new Mark(Rows.certainly(row, 1), row.getString(2));
    }
}
