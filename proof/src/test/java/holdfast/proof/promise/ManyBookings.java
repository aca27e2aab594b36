package holdfast.proof.promise;

/// Rows as the engine writes them, of many bookings at once: a place in a hall for each, every
/// tenth with a limit of its customer. Through the engine it would take minutes.
final class ManyBookings {
    private ManyBookings() {}

    /// Fills the workspace `w` of an empty database.
    static String of(int bookings) {
        return FILL.replace("$bookings", Integer.toString(bookings));
    }

    private static final String FILL = """
            CREATE TEMP TABLE made AS
            SELECT number, 'hld_' || lpad(number::text, 10, '0') AS hold,
                   CASE WHEN number % 10 = 0 THEN 'cus' || number END AS customer
            FROM generate_series(1, $bookings) AS number;
            INSERT INTO workspace VALUES ('w', now());
            INSERT INTO pool
            VALUES ('w', 'hall', 2 * $bookings + 1, 0, true, 'capacity', NULL, $bookings, $bookings);
            INSERT INTO pool
            SELECT 'w', 'limit/show/' || customer, 3, 0, true, 'limit', NULL, 2, 1
            FROM made WHERE customer IS NOT NULL;
            INSERT INTO hold
            SELECT 'w', hold, 'booked', 2, 'infinity', customer, '', now(), now(),
                   CASE WHEN customer IS NULL THEN ARRAY['capacity hall 0 1 claim']
                   ELSE ARRAY['capacity hall 0 1 claim',
                              'capacity limit/show/' || customer || ' -1 1 limit'] END,
                   NULL, NULL, 'paid'
            FROM made;
            INSERT INTO pool_claim
            SELECT 'w', 'hall', hold, 0, 1, 'claim', 'booked', 'infinity'::timestamptz
            FROM made
            UNION ALL
            SELECT 'w', 'limit/show/' || customer, hold, -1, 1, 'limit', 'booked', 'infinity'
            FROM made WHERE customer IS NOT NULL;
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, claim)
            SELECT 'w', 'capacity', 'hall', 1, now(), 'offer', 'offer', 'pool $bookings - offered'
            UNION ALL
            SELECT 'w', 'capacity', 'limit/show/' || customer, 1, now(), 'offer', 'offer',
                   'pool 2 - offered'
            FROM made WHERE customer IS NOT NULL;
            INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, hold,
                                 hold_version, until, claim, note, customer)
            SELECT 'w', 'capacity', 'hall', 2 * number + step.later, now(), step.verb, step.effect,
                   hold, 1 + step.later, step.until, 'capacity hall 0 1 claim', step.note,
                   CASE WHEN step.later = 0 THEN customer END
            FROM made, (VALUES (0, 'hold', 'take', now() + interval '1h', NULL),
                               (1, 'confirm', 'keep', NULL, 'paid'))
                       AS step (later, verb, effect, until, note)
            UNION ALL
            SELECT 'w', 'capacity', 'limit/show/' || customer, 2 + step.later, now(), step.verb,
                   step.effect, hold, 1 + step.later, step.until,
                   'capacity limit/show/' || customer || ' -1 1 limit', NULL, NULL
            FROM made, (VALUES (0, 'hold', 'take', now() + interval '1h'),
                               (1, 'confirm', 'keep', NULL))
                       AS step (later, verb, effect, until)
            WHERE customer IS NOT NULL;
            DROP TABLE made;
            ANALYZE""";
}
