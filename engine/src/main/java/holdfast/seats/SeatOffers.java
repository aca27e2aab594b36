package holdfast.seats;

import static holdfast.postgres.ColumnArrays.Sort.NUMBER;
import static holdfast.postgres.ColumnArrays.Sort.TEXT;

import holdfast.Effect;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimMoves;
import holdfast.claims.HoldChange;
import holdfast.claims.InventoryChange;
import holdfast.claims.Objections;
import holdfast.claims.OfferBatch;
import holdfast.claims.PendingLine;
import holdfast.digest.Sha256;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The seat maps of one change. A map's row has a digest of its seats, so that an unchanged map
/// need not be read.
public final class SeatOffers implements OfferBatch {
    private static final Described WITHDRAWN = new Described("seatmap withdrawn", "");

    /// What a map is to be: on sale with these seats, or off sale.
    private record Target(
            SeatMapRow row, Inventory.@Nullable SeatMap map, boolean offered, Described seats,
            boolean sameSeats) {
        boolean changes() {
            return row.version() == 0 || row.offered() != offered || !sameSeats;
        }
    }

    private final String workspace;
    private final long stamp;
    private final InventoryChange<Inventory.SeatMap> change;
    private final Map<String, SeatMapRow> rows = new TreeMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Map<String, Described> wanted = new HashMap<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final ClaimMoves<Allotment.Seats> expiries = new ClaimMoves<>();

    SeatOffers(String workspace, long stamp, InventoryChange<Inventory.SeatMap> change) {
        this.workspace = workspace;
        this.stamp = stamp;
        this.change = change;
        change.offers().forEach((id, map) -> wanted.put(id, Described.of(map, change.onSale(id))));
    }

    /// A map's seats in the forms of the journal and of the row, computed before anything is
    /// locked.
    private record Described(String definition, String digest) {
        static Described of(Inventory.SeatMap map, boolean onSale) {
            String seats = SeatMapDefinition.seats(map);
            return new Described(SeatMapDefinition.of(seats, onSale), Sha256.of(seats));
        }
    }

    private static final String MAKE = """
            INSERT INTO seat_map (workspace, seat_map, version, stamp, offered, seats, digest)
            SELECT ?, new.seat_map, 0, 0, false, 1, ''
            FROM unnest(?::text[]) AS new (seat_map)
            ORDER BY new.seat_map
            ON CONFLICT ON CONSTRAINT seat_map_once DO NOTHING""";

    private static final String DIGESTS = """
            SELECT seat_map, digest FROM seat_map
            WHERE workspace = ? AND seat_map = ANY (?::text[])""";

    @Override
    public void lock(Pipeline pipeline) {
        if (change.all().isEmpty()) {
            return;
        }
        String[] offered = change.offers().keySet().toArray(new String[0]);
        if (offered.length > 0) {
            pipeline.update(MAKE, workspace, offered);
        }
        SeatMapRow.lock(pipeline, workspace, change.all(), row -> rows.put(row.map(), row));
        if (offered.length > 0) {
            pipeline.query(DIGESTS, row -> digests.put(row.getString(1), row.getString(2)) == null,
                    workspace, offered);
        }
    }

    @Override
    public void decide(Transaction tx, Instant now, Objections objections) throws SQLException {
        change.offers().forEach((id, map) -> {
            SeatMapRow row = rows.get(id);
            Described seats = wanted.get(id);
            if (row == null || seats == null) {
                objections.unknown(id);
            } else {
                targets.put(id, new Target(
                        row, map, change.onSale(id), seats,
                        seats.digest.equals(digests.get(id))));
            }
        });
        for (String id : change.withdrawn()) {
            SeatMapRow row = rows.get(id);
            if (row != null) {
                targets.put(id, new Target(row, null, false, WITHDRAWN, true));
            }
        }
        List<String> losing = targets.values().stream()
                .filter(target -> target.row.version() > 0)
                .filter(target -> !target.sameSeats || change.emptied(target.row.map()))
                .map(target -> target.row.map()).toList();
        if (!losing.isEmpty()) {
            clear(tx, losing, now, objections);
        }
    }

    private static final String CLAIMS = """
            SELECT seat_map, seat, hold, item, until FROM seat_claim
            WHERE workspace = ? AND seat_map = ANY (?::text[])
            ORDER BY seat_map, hold, item""";

    private record Owner(String map, String hold, int item) {}

    private record Claim(Owner owner, String seat, @Nullable Instant until) {}

    /// Ends expired claims on seats that are to be removed, and reports the live ones.
    private void clear(Transaction tx, List<String> losing, Instant now, Objections objections)
            throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Claim> claims = pipeline.query(
                CLAIMS,
                set -> new Claim(
                        new Owner(set.getString(1), set.getString(3), set.getInt(4)),
                        set.getString(2), Rows.moment(set, 5)),
                workspace, losing.toArray(new String[0]));
        pipeline.run();
        Map<String, Set<String>> names = new HashMap<>();
        losing.forEach(id -> names.put(id, names(change.offers().get(id))));
        Map<Owner, List<Claim>> owners = new LinkedHashMap<>();
        for (Claim claim : claims.rows()) {
            owners.computeIfAbsent(claim.owner, owner -> new ArrayList<>()).add(claim);
        }
        owners.forEach((owner, all) -> {
            List<String> seats = all.stream().map(Claim::seat).toList();
            Set<String> staying = names.getOrDefault(owner.map, Set.of());
            Instant until = all.getFirst().until;
            if (staying.containsAll(seats)) {
                return;
            }
            if (until != null && !until.isAfter(now)) {
                expiries.add(Effect.GIVE, HoldChange.expired(owner.hold, until),
                        new Allotment.Seats(owner.map, owner.item, seats));
                return;
            }
            seats.stream().filter(seat -> !staying.contains(seat))
                    .forEach(seat -> objections.inTheWay(owner.hold, owner.map, seat));
        });
    }

    private static Set<String> names(Inventory.@Nullable SeatMap map) {
        Set<String> names = new HashSet<>();
        if (map != null) {
            map.rows().forEach(row -> row.seats().forEach(seat -> names.add(seat.name())));
        }
        return names;
    }

    private static final String CLEAR = """
            DELETE FROM seat WHERE workspace = ? AND seat_map = ANY (?::text[])""";

    private static final String SEATS = """
            INSERT INTO seat (workspace, seat_map, number, seat, seat_row, accessible, rank)
            SELECT same.workspace, coalesce(new.seat_map, same.seat_map),
                   coalesce(new.number, same.number), new.seat,
                   coalesce(new.seat_row, same.seat_row),
                   coalesce(new.accessible, same.accessible)::boolean,
                   coalesce(new.rank, same.rank)
            FROM (SELECT ?::text, ?::bigint, ?::text, ?::bigint, ?::text, ?::bigint)
                 AS same (workspace, number, seat_map, seat_row, accessible, rank),
                 (SELECT unnest(?::text[]), unnest(?::bigint[]), unnest(?::text[]),
                         unnest(?::bigint[]), unnest(?::text[]), unnest(?::bigint[]))
                 AS new (seat, number, seat_map, seat_row, accessible, rank)""";

    private static final String CHANGE = """
            WITH changed AS (
                UPDATE seat_map
                SET offered = new.offered::boolean,
                    seats = CASE WHEN new.seats > 0 THEN new.seats ELSE seat_map.seats END,
                    digest = CASE WHEN new.seats > 0 THEN new.digest ELSE seat_map.digest END,
                    version = seat_map.version + 1, stamp = ?
                FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[])
                     AS new (seat_map, seen, offered, seats, digest)
                CROSS JOIN LATERAL (
                    SELECT same.ctid, same.workspace FROM seat_map AS same
                    WHERE same.workspace = ? AND same.seat_map = new.seat_map
                      AND same.version = new.seen
                    OFFSET 0) AS found
                WHERE seat_map.ctid = found.ctid AND seat_map.workspace = found.workspace
                RETURNING 1)
            SELECT as_decided('seat maps', count(*), ?) FROM changed""";

    @Override
    public void write(Pipeline pipeline, List<PendingLine> lines) {
        if (!expiries.isEmpty()) {
            new SeatWrites(workspace, stamp, rows, expiries).add(pipeline, lines);
        }
        List<Target> changed = targets.values().stream().filter(Target::changes).toList();
        seats(pipeline, changed.stream().filter(target -> !target.sameSeats).toList());
        Map<String, Integer> ended = expiries.counts();
        ColumnArrays columns = new ColumnArrays(5);
        for (Target target : changed) {
            String id = target.row.map();
            long version = target.row.version() + ended.getOrDefault(id, 0);
            columns.row(id, version, target.offered, count(target.map),
                    target.seats.digest);
            lines.add(PendingLine.offered(Kind.SEATS, id, version + 1,
                    target.offered ? Verb.OFFER : Verb.WITHDRAW, target.seats.definition));
        }
        if (!columns.isEmpty()) {
            pipeline.update(CHANGE, columns.between(stamp, workspace, columns.rows()));
        }
    }

    private void seats(Pipeline pipeline, List<Target> changed) {
        List<String> had = changed.stream().map(Target::row)
                .filter(row -> row.version() > 0).map(SeatMapRow::map).toList();
        if (!had.isEmpty()) {
            pipeline.update(CLEAR, workspace, had.toArray(new String[0]));
        }
        ColumnArrays seats = new ColumnArrays(TEXT, NUMBER, TEXT, NUMBER, TEXT, NUMBER);
        for (Target target : changed) {
            if (target.map != null) {
                add(seats, target.map);
            }
        }
        if (!seats.isEmpty()) {
            pipeline.update(SEATS, seats.sparing(workspace));
        }
    }

    private static void add(ColumnArrays seats, Inventory.SeatMap map) {
        int number = 0;
        for (int row = 0; row < map.rows().size(); row++) {
            for (Inventory.Seat seat : map.rows().get(row).seats()) {
                seats.row(seat.name(), number++, map.id(), row,
                        Boolean.toString(seat.accessible()), seat.rank());
            }
        }
    }

    private static int count(Inventory.@Nullable SeatMap map) {
        return map == null
                ? 0 : map.rows().stream().mapToInt(row -> row.seats().size()).sum();
    }

    @Override
    public OptionalLong version(String map) {
        SeatMapRow row = rows.get(map);
        if (row == null) {
            return OptionalLong.empty();
        }
        Target target = targets.get(map);
        return OptionalLong.of(row.version() + expiries.counts().getOrDefault(map, 0)
                + (target != null && target.changes() ? 1 : 0));
    }
}
