package holdfast.seats;

import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Refusal;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Moves;
import holdfast.ledger.Moves.Effect;
import holdfast.ledger.Offer;
import holdfast.ledger.Piece;
import holdfast.postgres.Columns;
import holdfast.postgres.Rows;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts seat maps on sale and changes their seats.
record SeatOffers(Tx tx, String workspace, long stamp) {

    private static final String MAKE = """
            INSERT INTO seat_map (workspace, seat_map, version, stamp, offered, seats)
            VALUES (?, ?, 0, 0, false, 1)
            ON CONFLICT ON CONSTRAINT seat_map_once DO NOTHING""";

    private static final String CLEAR = """
            DELETE FROM seat WHERE workspace = ? AND seat_map = ?""";

    private static final String SEATS = """
            INSERT INTO seat (workspace, seat_map, number, seat, seat_row, accessible)
            SELECT ?, ?, number, seat, seat_row, accessible::boolean
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[])
                 AS new (number, seat, seat_row, accessible)""";

    private static final String CHANGE = """
            UPDATE seat_map SET offered = ?, seats = ?, version = version + 1, stamp = ?
            WHERE workspace = ? AND seat_map = ? AND version = ?""";

    private static final String CLAIMS = """
            SELECT seat, hold, item, until FROM seat_claim
            WHERE workspace = ? AND seat_map = ? ORDER BY hold, item""";

    private static final String COUNT = """
            SELECT seats FROM seat_map WHERE workspace = ? AND seat_map = ?""";

    private record Claim(String seat, String hold, int item, @Nullable Instant until) {}

    /// A map with these seats; a seat that is to go must have no live claim.
    Offer offer(Inventory.SeatMap wanted) throws SQLException {
        Trip make = tx.trip();
        make.tell(MAKE, workspace, wanted.id());
        make.go();
        SeatMapRow row = lock(wanted.id());
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(wanted.id())));
        }
        Columns seats = new Columns(4);
        Set<String> names = new HashSet<>();
        StringBuilder definition = new StringBuilder("seatmap offered");
        for (int at = 0; at < wanted.rows().size(); at++) {
            definition.append(" /");
            for (Inventory.Seat seat : wanted.rows().get(at).seats()) {
                seats.row(seats.rows(), seat.name(), at, seat.accessible());
                names.add(seat.name());
                definition.append(' ').append(seat.accessible() ? "*" : "")
                        .append(URLEncoder.encode(seat.name(), StandardCharsets.UTF_8)
                                .replace("*", "%2A"));
            }
        }
        if (row.version() > 0 && row.offered() && same(wanted)) {
            return Offer.done(Instant.EPOCH, List.of(), row.map(), row.version());
        }
        Instant now = Clock.read(tx);
        List<Line> lines = new ArrayList<>();
        Refusal.InTheWay standing = clear(row, names, now, lines);
        if (!standing.claims().isEmpty()) {
            return Offer.refused(standing);
        }
        Trip trip = tx.trip();
        trip.tell(CLEAR, workspace, row.map());
        trip.tell(SEATS, seats.after(workspace, row.map()));
        trip.go();
        return change(row, now, lines, new Look(true, names.size(), definition.toString()));
    }

    private static final String NOW = """
            SELECT seat, seat_row, accessible FROM seat
            WHERE workspace = ? AND seat_map = ? ORDER BY number""";

    /// True when the map has exactly these seats already.
    private boolean same(Inventory.SeatMap wanted) throws SQLException {
        List<Chart.Place> places = new ArrayList<>();
        for (int at = 0; at < wanted.rows().size(); at++) {
            for (Inventory.Seat seat : wanted.rows().get(at).seats()) {
                places.add(new Chart.Place(seat.name(), at, seat.accessible()));
            }
        }
        Trip trip = tx.trip();
        Trip.Answer<Chart.Place> now = trip.ask(
                NOW,
                set -> new Chart.Place(set.getString(1), set.getInt(2), set.getBoolean(3)),
                workspace, wanted.id());
        trip.go();
        return places.equals(now.rows());
    }

    Offer withdraw(String map) throws SQLException {
        SeatMapRow row = lock(map);
        if (row == null) {
            return Offer.refused(new Refusal.Unknown(List.of(map)));
        }
        if (!row.offered()) {
            return Offer.done(Instant.EPOCH, List.of(), row.map(), row.version());
        }
        Trip trip = tx.trip();
        Trip.Answer<Integer> seats =
                trip.ask(COUNT, count -> count.getInt(1), workspace, map);
        trip.go();
        return change(row, Clock.read(tx), new ArrayList<>(),
                new Look(false, seats.only(), "seatmap withdrawn"));
    }

    private @Nullable SeatMapRow lock(String map) throws SQLException {
        Map<String, SeatMapRow> rows = new HashMap<>();
        Trip trip = tx.trip();
        SeatMapRow.lock(trip, workspace, List.of(map), row -> rows.put(row.map(), row));
        trip.go();
        return rows.get(map);
    }

    /// What a map is from now on.
    private record Look(boolean offered, int seats, String definition) {}

    private Offer change(SeatMapRow row, Instant now, List<Line> lines, Look look)
            throws SQLException {
        long version = row.version() + lines.size();
        Trip trip = tx.trip();
        trip.tell(CHANGE, look.offered, look.seats, stamp, workspace, row.map(), version);
        trip.go();
        lines.add(Line.offered(Kind.SEATS, row.map(), version + 1,
                look.offered ? "offer" : "withdraw", look.definition));
        return Offer.done(now, lines, row.map(), version + 1);
    }

    /// Ends lapsed claims on seats that are to go; says which live ones stand in the way.
    private Refusal.InTheWay clear(
            SeatMapRow row, Set<String> names, Instant now, List<Line> lines)
            throws SQLException {
        Trip look = tx.trip();
        Trip.Answer<Claim> claims = look.ask(
                CLAIMS,
                set -> new Claim(set.getString(1), set.getString(2), set.getInt(3),
                        Rows.moment(set, 4)),
                workspace, row.map());
        look.go();
        List<Refusal.Standing> standing = new ArrayList<>();
        Map<SeatMemory.Owner, List<Claim>> owners = new LinkedHashMap<>();
        for (Claim claim : claims.rows()) {
            owners.computeIfAbsent(new SeatMemory.Owner(claim.hold, claim.item),
                    owner -> new ArrayList<>()).add(claim);
        }
        Moves<Piece.Seats> lapses = new Moves<>();
        owners.forEach((owner, all) -> {
            Instant until = all.getFirst().until;
            List<String> seats = all.stream().map(Claim::seat).toList();
            if (names.containsAll(seats)) {
                return;
            }
            if (until != null && !until.isAfter(now)) {
                lapses.add(Effect.GIVE, Cause.lapse(owner.hold(), until),
                        new Piece.Seats(row.map(), owner.item(), seats));
                return;
            }
            seats.stream().filter(seat -> !names.contains(seat)).forEach(seat ->
                    standing.add(new Refusal.Standing(owner.hold(), row.map(), seat)));
        });
        if (standing.isEmpty() && !lapses.isEmpty()) {
            Trip trip = tx.trip();
            new SeatWrites(workspace, stamp, Map.of(row.map(), row), lapses)
                    .add(trip, lines);
            trip.go();
        }
        return new Refusal.InTheWay(standing.stream().limit(1_000).toList());
    }
}
