package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.testkit.Scratch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The cost of a page of results does not depend on the criteria or on the number of bookings. The
/// test counts the rows and index entries that the database reads for it.
class BookingSearchTest {
    private static final String HERE = "theatre";
    private static final int PAGE = 20;

    private static final String BOOKINGS = """
            INSERT INTO booking (workspace, hold, state, made_at, reference, email, customer)
            SELECT 'theatre', 'hld_' || number,
                   CASE WHEN number % 1000 = 0 THEN 'cancelled' ELSE 'booked' END,
                   timestamptz '2026-01-01 00:00Z' + number * interval '1 second',
                   'REF' || number, 'mail' || number || '@example.org', 'cus-' || number
            FROM generate_series(1, 30000) AS number""";
    private static final String WORDS = """
            INSERT INTO booking_word (workspace, hold, word, made_at)
            SELECT workspace, hold, word, made_at
            FROM booking, unnest(ARRAY['anna',
                 'mueller' || substring(hold FROM 5)::integer % 1500]) AS word""";
    private static final String THINGS = """
            INSERT INTO booking_entry (workspace, hold, entry, state, made_at)
            SELECT workspace, hold, 'evt_' || substring(hold FROM 5)::integer % 10, state, made_at
            FROM booking""";
    private static final String BLOCKS = """
            INSERT INTO block (workspace, hold, made_at)
            SELECT workspace, hold, made_at FROM booking""";
    private static final String ANALYZE = """
            VACUUM (ANALYZE) booking, booking_word, booking_entry, block""";

    private static final String FLUSH = """
            SELECT pg_stat_force_next_flush()""";
    private static final String CLEAR = """
            SELECT pg_stat_clear_snapshot()""";
    private static final String READ = """
            SELECT (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes
                     WHERE relname IN ('booking', 'booking_word', 'booking_entry', 'block'))
                 + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables
                     WHERE relname IN ('booking', 'booking_word', 'booking_entry', 'block'))""";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Pool pool;
    private BookingSearch bookings;

    @BeforeEach
    void fill() {
        scratch.database().run(BOOKINGS);
        scratch.database().run(WORDS);
        scratch.database().run(THINGS);
        scratch.database().run(BLOCKS);
        scratch.database().run(ANALYZE);
        // One connection, so that the statistics of its reads are complete.
        pool = Pool.open(scratch.database().address(), PoolOptions.defaults().withSize(1));
        bookings = new BookingSearch(pool.dataSource(), 1);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private long read() throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(FLUSH);
            statement.execute(CLEAR);
            try (ResultSet row = statement.executeQuery(READ)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private interface Looking {
        List<BookingSearch.Mark> look(BookingSearch.Mark after);
    }

    /// Searches from the middle of all pages, often enough that the database uses a generic plan.
    private List<BookingSearch.Mark> cheap(long most, Looking looking) throws SQLException {
        BookingSearch.Mark middle =
                new BookingSearch.Mark(Instant.parse("2026-01-01T04:00:00Z"), "");
        List<BookingSearch.Mark> found = looking.look(middle);
        for (int times = 0; times < 6; times++) {
            looking.look(middle);
        }
        long before = read();
        looking.look(middle);
        assertThat(read() - before).as("rows and entries read").isBetween(1L, most);
        return found;
    }

    private List<BookingSearch.Mark> cheap(long most, BookingSearch.Search search)
            throws SQLException {
        return cheap(most, after -> bookings.find(HERE, search, after, PAGE));
    }

    private static BookingSearch.Search name(String name, Optional<String> state) {
        return new BookingSearch.Search(Optional.empty(),
                new Contact(Optional.of(name), Optional.empty(), Optional.empty(),
                        Optional.empty()),
                Optional.empty(), List.of(), state, BookingSearch.Period.EVER);
    }

    private static BookingSearch.Search search(
            Optional<String> customer, List<String> things, Optional<String> state) {
        return new BookingSearch.Search(Optional.empty(), Contact.NONE, customer, things, state,
                BookingSearch.Period.EVER);
    }

    @Test
    void readsOnlyMatchingNamesForAName() throws SQLException {
        // Twenty have the name, and eleven of them are after the middle; each is checked for the
        // other word and for the state.
        assertThat(cheap(60, name("Mueller1234 anna", Optional.empty()))).hasSize(11);
        assertThat(cheap(40, name("MUELLER1234", Optional.empty()))).hasSize(11);
        assertThat(cheap(40, name("mueller1234 bob", Optional.empty()))).isEmpty();
        assertThat(cheap(60, name("mueller1000", Optional.of("cancelled")))).hasSize(5);
    }

    @Test
    void readsOnePageForOtherSearches() throws SQLException {
        Optional<String> none = Optional.empty();
        assertThat(cheap(4, BookingSearch.Search.reference("REF20000"))).hasSize(1);
        assertThat(cheap(4, new BookingSearch.Search(none, new Contact(none,
                Optional.of("Mail20000@example.org"), none, none), none, List.of(), none,
                BookingSearch.Period.EVER))).hasSize(1);
        assertThat(cheap(4, search(Optional.of("cus-20000"), List.of(), none))).hasSize(1);
        assertThat(cheap(2 * PAGE, search(none, List.of("evt_3"), none))).hasSize(PAGE);
        assertThat(cheap(2 * PAGE, search(none, List.of("evt_0"), Optional.of("cancelled"))))
                .hasSize(16);
        assertThat(cheap(2 * PAGE, search(none, List.of(), Optional.of("cancelled"))))
                .hasSize(16);
        assertThat(cheap(2 * PAGE, BookingSearch.Search.ALL)).hasSize(PAGE);
        assertThat(cheap(2 * PAGE, after -> bookings.blocks(HERE, after, PAGE))).hasSize(PAGE);
    }
}
