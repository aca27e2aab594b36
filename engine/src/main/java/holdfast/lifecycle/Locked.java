package holdfast.lifecycle;

import holdfast.Label;
import holdfast.change.HoldListener;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Lost;
import holdfast.ledger.Piece;
import holdfast.ledger.Shelf.Standing;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds that a batch is about to change: their inventories locked, then their rows, then the clock
/// read. What the batch changes is seen by the requests after it and written at the end.
final class Locked implements AutoCloseable {
    private final Tx tx;
    private final String workspace;
    private final Shelves shelves;
    private final Instant now;
    private final Replays replays;
    private final Listings.Compared listings;
    private final Map<String, HoldRow> rows;
    private final Map<String, HoldRow> changed = new LinkedHashMap<>();
    private final Set<String> lasting = new HashSet<>();
    private final HoldListener listener;

    private Locked(
            Tx tx, HoldListener listener, String workspace, Shelves shelves, Found found) {
        this.tx = tx;
        this.listener = listener;
        this.workspace = workspace;
        this.shelves = shelves;
        this.now = found.now;
        this.replays = found.replays;
        this.listings = found.listings;
        this.rows = found.rows;
    }

    private record Found(
            Instant now, Replays replays, Listings.Compared listings,
            Map<String, HoldRow> rows) {}

    /// What a batch brings: the holds it changes, the keys its requests came with and what else
    /// they were labelled with.
    record Wanted(
            Collection<String> holds, Collection<String> keys, Collection<Label> labels,
            Want more) {
        Wanted(Collection<String> holds, Collection<String> keys, Want more) {
            this(holds, keys, List.of(), more);
        }
    }

    /// What else a request wants, now that its hold is known.
    interface Want {
        void of(Shelves shelves, Map<String, HoldRow> rows);
    }

    static Locked open(Tx tx, Stocks stocks, String workspace, Wanted wanted) throws SQLException {
        Shelves shelves = stocks.open(workspace);
        try {
            return new Locked(tx, stocks.listener(), workspace, shelves,
                    find(tx, workspace, shelves, wanted));
        } catch (SQLException | RuntimeException failure) {
            shelves.close();
            throw failure;
        }
    }

    private static Found find(Tx tx, String workspace, Shelves shelves, Wanted wanted)
            throws SQLException {
        Trip look = tx.trip();
        Trip.Answer<HoldRow> before = Holds.read(look, workspace, wanted.holds);
        look.go();
        Map<String, HoldRow> seen = byId(before.rows());
        seen.values().forEach(row -> row.pieces().forEach(shelves::touch));
        wanted.more.of(shelves, seen);
        Trip trip = tx.trip();
        shelves.lock(tx, trip);
        Trip.Answer<HoldRow> locked = Holds.lock(trip, workspace, wanted.holds);
        Trip.Answer<Instant> clock = Clock.ask(trip);
        Replays.Asked asked = Replays.ask(trip, workspace, wanted.keys, List.of());
        Listings.Compared listings = Listings.compare(trip, workspace, wanted.labels);
        trip.go();
        Map<String, HoldRow> rows = byId(locked.rows());
        // An exchange may have moved a hold to other inventories before it was locked.
        rows.forEach((id, row) -> {
            HoldRow was = seen.get(id);
            if (was == null || !was.pieces().equals(row.pieces())) {
                throw Lost.overtaken("hold " + id + " changed while it was being locked");
            }
        });
        Instant now = clock.only();
        shelves.load(tx, now);
        return new Found(now, asked.known(tx), listings, rows);
    }

    private static Map<String, HoldRow> byId(List<HoldRow> rows) {
        Map<String, HoldRow> byId = new HashMap<>();
        rows.forEach(row -> byId.put(row.hold(), row));
        return byId;
    }

    Shelves shelves() {
        return shelves;
    }

    Instant now() {
        return now;
    }

    Replays replays() {
        return replays;
    }

    Listings.Compared listings() {
        return listings;
    }

    @Nullable HoldRow row(String hold) {
        return rows.get(hold);
    }

    /// The hold as an earlier try of this very request left it, though its reply was lost and
    /// though others may have gone on from there.
    Optional<HoldRow> own(HoldRow row, Ask<?> ask) throws SQLException {
        if (ask.tries() == 0) {
            return Optional.empty();
        }
        return row.life().attempt().equals(ask.id())
                ? Optional.of(row) : Past.after(tx, workspace, row, ask.id());
    }

    /// True when somebody took a part of this hold after it had lapsed, though by now the clock,
    /// set back, says it has not. It is asked only when a write has found fewer claims than
    /// expected.
    boolean broken(HoldRow row, Ask<?> ask) throws SQLException {
        if (ask.tries() == 0) {
            return false;
        }
        List<Standing> pieces = standing(row);
        return shelves.present(tx, pieces).size() < pieces.size();
    }

    static List<Standing> standing(HoldRow row) {
        return row.pieces().stream().map(piece -> new Standing(row.hold(), piece)).toList();
    }

    /// The hold goes on, or ends, with this state and deadline; its claims follow.
    HoldRow turn(HoldRow row, String verb, String state, @Nullable Instant until, Ask<?> ask) {
        Cause cause = cause(row, verb, state, until);
        Consumer<Piece> move = state.equals("cancelled")
                ? piece -> shelves.give(cause, piece) : piece -> shelves.keep(cause, piece);
        row.pieces().forEach(move);
        return become(row, cause, ask, row.pieces());
    }

    static Cause cause(HoldRow row, String verb, String state, @Nullable Instant until) {
        return new Cause(
                verb, row.hold(), row.life().version() + 1, state, until, Optional.empty());
    }

    HoldRow become(HoldRow row, Cause cause, Ask<?> ask, List<Piece> pieces) {
        HoldRow next = new HoldRow(
                row.hold(),
                new Life(cause.state(), cause.version(), cause.until(), now, ask.id()),
                row.origin(), row.notes(), pieces);
        rows.put(row.hold(), next);
        changed.put(row.hold(), next);
        if (row.lasts() || next.lasts()) {
            lasting.add(row.hold());
        }
        return next;
    }

    void write() throws SQLException {
        List<Line> lines = new ArrayList<>();
        Trip trip = tx.trip();
        shelves.write(trip, lines);
        Holds.update(trip, workspace, now, changed.values());
        replays.write(trip, workspace, now);
        Journal.write(trip, workspace, now, lines, changed.values());
        tell(trip);
        if (!lines.isEmpty() || !changed.isEmpty() || !replays.isEmpty()) {
            tx.commit(trip);
        }
        shelves.committed();
    }

    private void tell(Trip trip) {
        if (!lasting.isEmpty()) {
            listener.changed(trip, workspace, changed.values().stream()
                    .filter(row -> lasting.contains(row.hold()))
                    .map(row -> row.seen(now)).toList());
        }
    }

    @Override
    public void close() {
        shelves.close();
    }
}
