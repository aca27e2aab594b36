package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Closure;
import holdfast.Hold;
import holdfast.ListingChange;
import holdfast.VenueTime;
import holdfast.Verb;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch;
import holdfast.claims.ClaimDecision;
import holdfast.claims.ConcurrentChangeException;
import holdfast.claims.HoldChange;
import holdfast.claims.HoldState;
import holdfast.claims.Objections;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.time.CalendarBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The time of calendars that the listings of one change take, exchange and give back. A listing
/// has its hall by a booking of the hall's calendar with the listing as the customer. Its closures
/// are blocks. The change gives back before it takes, so that two listings can swap.
final class ListingTimes {
    private final String workspace;
    private final String attempt;
    private final Supplier<String> ids;
    private final CalendarBatch batch;
    private final Map<String, HoldRow> seen = new HashMap<>();
    private final Map<String, HoldRow> has = new HashMap<>();
    private final Map<String, HoldRow> made = new LinkedHashMap<>();
    private final Map<String, HoldRow> changed = new LinkedHashMap<>();

    ListingTimes(String workspace, String attempt, Supplier<String> ids, CalendarBatch batch) {
        this.workspace = workspace;
        this.attempt = attempt;
        this.ids = ids;
        this.batch = batch;
    }

    /// Before the locks: reads the holds of the listings, and names the calendars to lock.
    void look(Transaction tx, List<ListingChange> changes, Map<String, ListingTable.Row> rows,
            InventoryOffers.Named named) throws SQLException {
        List<String> holds = changes.stream()
                .filter(change -> !(change.venueTime() instanceof VenueTime.Keep))
                .flatMap(change -> Objects.requireNonNull(rows.get(change.listing()))
                        .venueHold().stream())
                .collect(Collectors.toCollection(ArrayList::new));
        changes.forEach(change -> {
            holds.addAll(change.times().reopened());
            change.times().closures().forEach(closure -> holds.add(closure.id()));
        });
        if (!holds.isEmpty()) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<HoldRow> found = HoldTable.read(pipeline, workspace, holds);
            pipeline.run();
            found.rows().forEach(row -> seen.put(row.hold(), row));
        }
        seen.values().forEach(row -> row.allotments()
                .forEach(allotment -> named.lockCalendar(allotment.inventory())));
        for (ListingChange change : changes) {
            if (change.venueTime() instanceof VenueTime.Of of) {
                named.lockCalendar(of.calendar());
                batch.want(of.claim());
            }
            for (Closure closure : change.times().closures()) {
                named.lockCalendar(closure.calendar());
                batch.want(closure.claim());
            }
        }
    }

    /// After the calendars: locks the holds.
    Optional<Pipeline.Answer<HoldRow>> lock(Pipeline pipeline) {
        return seen.isEmpty()
                ? Optional.empty()
                : Optional.of(HoldTable.lock(pipeline, workspace, seen.keySet()));
    }

    void locked(Optional<Pipeline.Answer<HoldRow>> answer) {
        answer.ifPresent(rows -> rows.rows().forEach(row -> {
            HoldRow before = seen.get(row.hold());
            if (before == null || !before.allotments().equals(row.allotments())) {
                throw ConcurrentChangeException
                        .overtaken("hold " + row.hold() + " changed while it was being locked");
            }
            if (row.lasts()) {
                has.put(row.hold(), row);
            }
        }));
    }

    /// The rows of the listings, each with its booking of a hall from now on.
    List<ListingTable.Row> decide(Transaction tx, List<ListingChange> changes,
            Map<String, ListingTable.Row> rows,
            Instant now, Objections objections) throws SQLException {
        List<ListingTable.Row> decided = new ArrayList<>();
        List<Taking> takings = new ArrayList<>();
        for (ListingChange change : changes) {
            ListingTable.Row row = Objects.requireNonNull(rows.get(change.listing()));
            HoldRow hold = row.venueHold().map(has::get).orElse(null);
            Optional<String> venueHold = switch (change.venueTime()) {
                case VenueTime.Keep keep -> row.venueHold();
                case VenueTime.None none -> {
                    giveBack(hold, now);
                    yield Optional.empty();
                }
                case VenueTime.Of of -> {
                    if (hold != null && isExactly(hold, of)) {
                        yield Optional.of(hold.hold());
                    }
                    Taking taking = taking(change.listing(), of, hold);
                    takings.add(taking);
                    yield Optional.of(taking.cause.hold());
                }
            };
            decided.add(new ListingTable.Row(change.listing(), change.version(), venueHold));
            change.times().reopened().forEach(block -> reopen(has.get(block), now));
        }
        for (Taking taking : takings) {
            take(tx, taking, now, objections);
        }
        for (ListingChange change : changes) {
            for (Closure closure : change.times().closures()) {
                if (!has.containsKey(closure.id())) {
                    close(tx, closure, now, objections);
                }
            }
        }
        return decided;
    }

    private void reopen(@Nullable HoldRow block, Instant now) {
        if (block != null && block.is(HoldState.BLOCKED)) {
            giveBack(block, HoldUpdate.cause(block, Verb.UNBLOCK, now), now);
        }
    }

    private void close(Transaction tx, Closure closure, Instant now, Objections objections)
            throws SQLException {
        Optional<String> reason = Optional.of(closure.reason());
        HoldChange cause = new HoldChange(Verb.BLOCK, closure.id(), 1, null, reason);
        switch (batch.take(cause, 0, closure.claim())) {
            case ClaimDecision.Given given -> made.put(closure.id(), new HoldRow(
                    closure.id(), Life.first(cause, now),
                    new Origin(Optional.empty(), now, reason), Hold.Notes.NONE,
                    given.allotments()));
            case ClaimDecision.Unknown unknown -> unknown.ids().forEach(objections::unknown);
            case ClaimDecision.NotOnSale it -> objections.unknown(it.inventory());
            case ClaimDecision.Scarce scarce -> {
                for (ClaimBatch.Standing each : batch.inTheWay(tx, closure.claim())) {
                    objections.inTheWay(
                            each.hold(), each.allotment().inventory(), each.allotment().words());
                }
            }
        }
    }

    /// A hall's time to take, in exchange for the time of the hold if there is one.
    private record Taking(
            String listing, VenueTime.Of of, HoldChange cause, @Nullable HoldRow before) {}

    private Taking taking(String listing, VenueTime.Of of, @Nullable HoldRow hold) {
        if (hold == null) {
            return new Taking(listing, of,
                    new HoldChange(Verb.HOLD, ids.get(), 1, null, Optional.empty()), null);
        }
        HoldChange cause = HoldUpdate.cause(hold, Verb.EXCHANGE, null);
        hold.allotments().forEach(allotment -> give(cause, allotment));
        return new Taking(listing, of, cause, hold);
    }

    private void giveBack(@Nullable HoldRow hold, Instant now) {
        if (hold != null) {
            giveBack(hold, HoldUpdate.cause(hold, Verb.CANCEL, now), now);
        }
    }

    private void giveBack(HoldRow hold, HoldChange cause, Instant now) {
        hold.allotments().forEach(allotment -> give(cause, allotment));
        changed.put(hold.hold(), next(hold, cause, now, hold.allotments()));
    }

    private void give(HoldChange cause, Allotment allotment) {
        if (allotment instanceof Allotment.Stretch stretch) {
            batch.give(cause, stretch);
        }
    }

    private HoldRow next(HoldRow hold, HoldChange cause, Instant now, List<Allotment> allotments) {
        Lifecycle.check(hold, cause);
        return new HoldRow(hold.hold(),
                Life.of(cause, now, attempt),
                hold.origin(), hold.notes(), allotments);
    }

    private static boolean isExactly(HoldRow hold, VenueTime.Of of) {
        return hold.allotments().stream()
                .allMatch(allotment -> allotment instanceof Allotment.Stretch stretch
                        && stretch.inventory().equals(of.calendar())
                        && stretch.occupied().equals(of.window()));
    }

    private void take(Transaction tx, Taking taking, Instant now, Objections objections)
            throws SQLException {
        VenueTime.Of of = taking.of;
        switch (batch.take(taking.cause, 0, of.claim())) {
            case ClaimDecision.Given given -> {
                if (taking.before == null) {
                    made.put(taking.cause.hold(), new HoldRow(
                            taking.cause.hold(), Life.first(taking.cause, now),
                            new Origin(Optional.of(taking.listing), now, Optional.empty()),
                            Hold.Notes.NONE, given.allotments()));
                } else {
                    changed.put(taking.cause.hold(),
                            next(taking.before, taking.cause, now, given.allotments()));
                }
            }
            case ClaimDecision.Unknown unknown -> unknown.ids().forEach(objections::unknown);
            case ClaimDecision.NotOnSale it -> objections.unknown(it.inventory());
            case ClaimDecision.Scarce scarce -> objections.venueTaken(
                    taking.listing, of.calendar(), by(tx, of.claim()));
        }
    }

    /// The names of those who have the time, listings of the same change included.
    private List<String> by(Transaction tx, Claim.Time claim) throws SQLException {
        List<String> holds = batch.inTheWay(tx, claim).stream()
                .map(ClaimBatch.Standing::hold).distinct().limit(1_000).toList();
        Map<String, HoldRow> rows = new HashMap<>();
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<HoldRow> found = HoldTable.read(pipeline, workspace, holds);
        pipeline.run();
        found.rows().forEach(row -> rows.put(row.hold(), row));
        rows.putAll(made);
        return holds.stream().map(hold -> name(hold, rows.get(hold))).distinct().toList();
    }

    private static String name(String hold, @Nullable HoldRow row) {
        return row == null ? hold : row.origin().reason().or(row.origin()::customer).orElse(hold);
    }

    /// Adds the writes to the pipeline. Returns the rows of the holds that journal lines may name.
    List<HoldRow> write(Pipeline pipeline, Instant now, List<PendingLine> lines) {
        batch.write(pipeline, lines);
        HoldTable.insert(pipeline, workspace, now, made.values());
        HoldTable.update(pipeline, workspace, now, changed.values());
        List<HoldRow> rows = new ArrayList<>(made.values());
        rows.addAll(changed.values());
        return rows;
    }
}
