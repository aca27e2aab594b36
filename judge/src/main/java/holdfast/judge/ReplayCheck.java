package holdfast.judge;

import holdfast.AuditReport;
import holdfast.Free;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.judge.RebuiltJournal.Live;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replays every journal. No step may be impossible, every view of a version must match the journal
/// at that version, and at the end every hold must have its claims.
final class ReplayCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        Map<OfferTimeline.Id, RebuiltJournal> rebuilt = new HashMap<>();
        for (OfferTimeline.Id id : evidence.journals().closed()) {
            rebuilt.put(id, replay(id, evidence, findings));
        }
        if (!rebuilt.isEmpty()) {
            around(rebuilt, evidence, findings);
            holds(rebuilt, evidence, findings);
        }
        for (Operation each : evidence.operations()) {
            if (each.answer() instanceof AuditReport report) {
                findings.weighed(Promise.CONSERVED);
                if (!report.clean()) {
                    findings.add(Promise.CONSERVED,
                            "its own audit says: " + report.findings(), each);
                }
            }
        }
    }

    private static RebuiltJournal replay(OfferTimeline.Id id, Evidence evidence,
            BrokenPromises findings) {
        Map<Long, List<Operation>> views = new HashMap<>();
        for (Operation each : evidence.operations()) {
            if (each.answer() instanceof Optional<?> found) {
                long version = switch (found.orElse(null)) {
                    case Free.Places free when id.is(Kind.CAPACITY, free.pool()) ->
                            free.version();
                    case Free.Seats free when id.is(Kind.SEATS, free.seatMap()) ->
                            free.version();
                    case null, default -> -1;
                };
                views.computeIfAbsent(version, _ -> new ArrayList<>()).add(each);
            }
        }
        RebuiltJournal auditor = new RebuiltJournal(id, evidence.offers());
        for (JournalLine entry : evidence.journals().of(id)) {
            findings.weighed(Promise.CONSERVED);
            auditor.apply(entry, (promise, why) -> findings.add(promise, id + ": " + why));
            views.getOrDefault(entry.version(), List.of())
                    .forEach(view -> view(view, auditor, evidence, findings));
        }
        return auditor;
    }

    /// Compares a view with the journal at that version and time.
    private static void view(
            Operation view, RebuiltJournal auditor, Evidence evidence, BrokenPromises findings) {
        findings.weighed(Promise.CONSERVED);
        Instant from = view.invoked().clock();
        Instant to = view.answered().clock();
        switch (((Optional<?>) view.answer()).orElseThrow()) {
            case Free.Places free -> {
                long most = auditor.capacity() - taken(auditor, to);
                long least = auditor.capacity() - taken(auditor, from);
                boolean alone = evidence.offers().chain(free.pool()).size() == 1;
                if (free.capacity() != auditor.capacity() || free.places() > most
                        || (alone && free.places() < least)) {
                    findings.add(Promise.CONSERVED, "version " + free.version() + " of "
                            + free.pool() + " has " + least + " to " + most + " of "
                            + auditor.capacity() + " free", view);
                }
            }
            case Free.Seats free -> seats(view, free, auditor, findings);
            default -> throw new IllegalArgumentException("no view: " + view);
        }
    }

    private static long taken(RebuiltJournal auditor, Instant at) {
        return auditor.live().stream()
                .filter(each -> each.at(at))
                .mapToLong(each -> each.moved() instanceof MovedClaim.Places p ? p.quantity() : 0)
                .sum();
    }

    private static void seats(
            Operation view, Free.Seats shown, RebuiltJournal auditor, BrokenPromises findings) {
        Map<String, Live> bySeat = new HashMap<>();
        for (Live each : auditor.live()) {
            if (each.moved() instanceof MovedClaim.Seats seats) {
                seats.names().forEach(name -> bySeat.put(name, each));
            }
        }
        for (Free.Place place : shown.seats()) {
            Live claim = bySeat.get(place.name());
            boolean right = switch (place.state()) {
                case FREE -> claim == null || !claim.at(view.answered().clock());
                case HELD -> claim != null && claim.until().isPresent()
                        && claim.at(view.invoked().clock());
                case BOOKED, BLOCKED -> claim != null && claim.until().isEmpty();
            };
            if (!right) {
                findings.add(Promise.CONSERVED, "version " + shown.version() + " of "
                        + shown.seatMap() + " has " + claim + " at " + place, view);
            }
        }
        auditor.shape().ifPresent(shape -> {
            if (shape instanceof Inventory.SeatMap map && !names(map).equals(
                    shown.seats().stream().map(Free.Place::name).toList())) {
                findings.add(Promise.CONSERVED, "other seats than were offered", view);
            }
        });
    }

    private static List<String> names(Inventory.SeatMap map) {
        return map.rows().stream()
                .flatMap(row -> row.seats().stream()).map(Inventory.Seat::name).toList();
    }

    /// At the end a pool has as much left as its fullest enclosing pool allows.
    private static void around(
            Map<OfferTimeline.Id, RebuiltJournal> rebuilt, Evidence evidence,
            BrokenPromises findings) {
        for (Operation each : evidence.operations()) {
            if (!each.client().equals(FinalReads.CLIENT)
                    || !(each.answer() instanceof Optional<?> found)
                    || !(found.orElse(null) instanceof Free.Places free)) {
                continue;
            }
            long most = Long.MAX_VALUE;
            long least = Long.MAX_VALUE;
            for (String pool : evidence.offers().chain(free.pool())) {
                RebuiltJournal auditor = rebuilt.get(new OfferTimeline.Id(Kind.CAPACITY, pool));
                if (auditor != null) {
                    most = Math.min(most,
                            auditor.capacity() - taken(auditor, each.answered().clock()));
                    least = Math.min(least,
                            auditor.capacity() - taken(auditor, each.invoked().clock()));
                }
            }
            findings.weighed(Promise.CONSERVED);
            if (free.places() < least || free.places() > most) {
                findings.add(Promise.CONSERVED, free.pool() + " has " + least + " to " + most
                        + " free by the journals", each);
            }
        }
    }

    private static void holds(
            Map<OfferTimeline.Id, RebuiltJournal> rebuilt, Evidence evidence,
            BrokenPromises findings) {
        Map<String, List<Live>> byHold = new HashMap<>();
        rebuilt.values().forEach(auditor -> auditor.live().forEach(
                each -> byHold.computeIfAbsent(each.hold(), _ -> new ArrayList<>()).add(each)));
        for (Operation each : evidence.operations()) {
            if (each.client().equals(FinalReads.CLIENT) && each.call() instanceof RecordedCall.Find
                    && each.answer() instanceof Optional<?> found
                    && found.orElse(null) instanceof Hold hold) {
                findings.weighed(Promise.WHOLE);
                hold(each, hold, byHold.getOrDefault(hold.id(), List.of()), evidence, findings);
            }
        }
    }

    private static void hold(Operation find, Hold hold, List<Live> live, Evidence evidence,
            BrokenPromises findings) {
        switch (hold) {
            case Hold.Held held -> has(find, held, live, Optional.of(held.deadline()), evidence,
                    findings);
            case Hold.Booked _,Hold.Blocked _ ->
                    has(find, hold, live, Optional.empty(), evidence, findings);
            case Hold.Cancelled _ -> {
                if (!live.isEmpty()) {
                    findings.add(Promise.BACK_ONCE,
                            hold.id() + " was cancelled and still has " + live, find);
                }
            }
            case Hold.Expired _ -> {
                if (live.stream().anyMatch(each -> each.at(find.answered().clock()))) {
                    findings.add(Promise.EXACT_EXPIRY,
                            hold.id() + " expired and still has " + live, find);
                }
            }
        }
    }

    private static void has(Operation find, Hold hold, List<Live> live, Optional<Instant> until,
            Evidence evidence, BrokenPromises findings) {
        Set<MovedClaim> expected = new HashSet<>();
        List<HeldItem> items = hold.basket().items();
        for (int item = 0; item < items.size(); item++) {
            expected.addAll(MovedClaim.of(item, items.get(item), evidence.offers()));
        }
        Set<MovedClaim> rebuilt = new HashSet<>();
        live.stream().map(Live::moved).filter(moved -> !moved.limit()).forEach(rebuilt::add);
        if (!rebuilt.equals(expected)) {
            boolean part = expected.containsAll(rebuilt) && !rebuilt.isEmpty();
            findings.add(part ? Promise.WHOLE : Promise.CONSERVED, hold.id() + " has " + rebuilt
                    + " by the journals, not " + expected, find);
        }
        if (live.stream().anyMatch(each -> !each.until().equals(until))) {
            findings.add(Promise.CONSERVED, hold.id() + " lasts until " + until
                    + ", by the journals " + live, find);
        }
    }
}
