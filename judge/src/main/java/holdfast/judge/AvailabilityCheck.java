package holdfast.judge;

import holdfast.Claim;
import holdfast.Free;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.TimeQuery;
import holdfast.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks the answers about availability: everything listed as free could be held, and everything
/// listed as taken was taken.
final class AvailabilityCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (Operation each : evidence.operations()) {
            GuaranteedAvailability surely = new GuaranteedAvailability(
                    evidence, each.invoked().nanos(), each.answered().nanos(), "");
            if (each.call() instanceof RecordedCall.FreePlaces(_, String pool)
                    && found(each, new OfferTimeline.Id(Kind.CAPACITY, pool), surely,
                            findings) instanceof Free.Places free) {
                places(each, free, surely, findings);
            } else if (each.call() instanceof RecordedCall.FreeSeats(_, String map)
                    && found(each, new OfferTimeline.Id(Kind.SEATS, map), surely,
                            findings) instanceof Free.Seats free) {
                seats(each, free, surely, findings);
            } else if (each.call() instanceof RecordedCall.FreeTimes(TimeQuery query)
                    && each.answer() instanceof Free.Times shown) {
                times(each, query, shown, surely, findings);
            }
        }
        versions(evidence, findings);
    }

    /// The view in the answer; another object if the request has no answer or the answer is empty.
    private static Object found(
            Operation operation, OfferTimeline.Id id, GuaranteedAvailability surely,
            BrokenPromises findings) {
        if (!(operation.answer() instanceof Optional<?> optional)) {
            return operation.answer();
        }
        OfferTimeline.Standing standing = surely.evidence().offers()
                .between(id, surely.from(), surely.to());
        if (optional.isEmpty() && !standing.perhapsAbsent()) {
            findings.add(Promise.VISIBLE, id + " was offered and is not there", operation);
        }
        Object free = optional.orElse(null);
        if (free instanceof Free.Places(_, _, boolean onSale, _, _, _)
                && !onSale && standing.onSaleThroughout()) {
            findings.add(Promise.VISIBLE, id + " was on sale all the time", operation);
        }
        return free == null ? optional : free;
    }

    private static void places(
            Operation operation, Free.Places shown, GuaranteedAvailability surely,
            BrokenPromises findings) {
        findings.weighed(Promise.VISIBLE);
        OfferTimeline offers = surely.evidence().offers();
        long most = Long.MAX_VALUE;
        for (String pool : offers.chain(shown.pool())) {
            most = Math.min(most, offers.mostPlaces(pool, surely.from(), surely.to())
                    - surely.evidence().uses().places(pool).stream()
                            .filter(use -> use.tenure().visible(surely.from(), surely.to()))
                            .mapToLong(OwnershipIndex.Use::quantity).sum());
        }
        if (shown.places() > most) {
            findings.add(Promise.VISIBLE, shown.places() + " places of " + shown.pool()
                    + " are said to be free, at most " + most + " were", operation);
        }
        long least = least(shown.pool(), surely);
        if (shown.places() < least) {
            findings.add(Promise.HONEST, shown.places() + " places of " + shown.pool()
                    + " are said to be free, at least " + least + " were", operation);
        }
    }

    /// An answer may combine several moments of the request, so a claim that existed at any of them
    /// counts.
    private static long least(String pool, GuaranteedAvailability surely) {
        long least = Long.MAX_VALUE;
        for (String each : surely.evidence().offers().chain(pool)) {
            if (surely.evidence().uses().clouded(new OfferTimeline.Id(Kind.CAPACITY, each),
                    surely.to())) {
                return Long.MIN_VALUE;
            }
            long taken = surely.evidence().uses().places(each).stream()
                    .filter(use -> use.tenure().possible().touches(surely.from(), surely.to()))
                    .mapToLong(OwnershipIndex.Use::quantity).sum();
            least = Math.min(least, surely.evidence().offers()
                    .leastPlaces(each, surely.from(), surely.to()) - taken);
        }
        return least;
    }

    private static void seats(
            Operation operation, Free.Seats shown, GuaranteedAvailability surely,
            BrokenPromises findings) {
        findings.weighed(Promise.VISIBLE);
        for (Free.Place place : shown.seats()) {
            List<Ownership> tenures = surely.evidence().uses().seat(shown.seatMap(), place.name());
            boolean free = place.state() == Free.State.FREE;
            if (free) {
                tenures.stream()
                        .filter(each -> each.visible(surely.from(), surely.to()))
                        .findFirst()
                        .ifPresent(each -> findings.add(Promise.VISIBLE, "seat " + place.name()
                                + " is said to be free and is " + each.hold() + "'s", operation));
            } else if (surely.seat(shown.seatMap(), place.name())) {
                findings.add(Promise.HONEST, "seat " + place.name() + " of " + shown.seatMap()
                        + " is said to be " + place.state() + " and was free", operation);
            }
        }
    }

    private static void times(Operation operation, TimeQuery query, Free.Times shown,
            GuaranteedAvailability surely, BrokenPromises findings) {
        Set<Instant> listed = new HashSet<>();
        for (Free.Start start : shown.starts()) {
            findings.weighed(Promise.VISIBLE);
            listed.add(start.start());
            for (int part = 0; part < query.parts().size(); part++) {
                listed(operation, start, query.parts().get(part), part, surely, findings);
            }
        }
        for (Instant start : grid(query)) {
            if (shown.next().isPresent() && !start.isBefore(shown.next().get())) {
                break;
            }
            findings.weighed(Promise.HONEST);
            if (!listed.contains(start) && surely.visit(start, query.parts())) {
                findings.add(Promise.HONEST,
                        "the visit at " + start + " can be had and is not listed", operation);
            }
        }
    }

    private static void listed(Operation operation, Free.Start start, Claim.Part part, int at,
            GuaranteedAvailability surely, BrokenPromises findings) {
        String calendar = start.calendars().get(at);
        Window occupied = new Window(
                start.start().plus(part.from()).minus(part.before()),
                start.start().plus(part.to()).plus(part.after()));
        OfferTimeline.Id id = new OfferTimeline.Id(Kind.TIME, calendar);
        long lanes = surely.evidence().offers().between(id, surely.from(), surely.to()).shapes()
                .stream().mapToLong(shape -> shape instanceof Inventory.Calendar c ? c.lanes() : 0)
                .max().orElse(0);
        long taken = surely.evidence().uses().periods(calendar).stream()
                .filter(each -> each.tenure().visible(surely.from(), surely.to()))
                .filter(each -> each.stretch().occupied().overlaps(occupied))
                .map(each -> each.stretch().lane())
                .distinct().count();
        if (!part.anyOf().contains(calendar) || taken >= lanes) {
            findings.add(Promise.VISIBLE, calendar + " is listed at " + start.start()
                    + " with " + taken + " of " + lanes + " lanes taken", operation);
        }
    }

    /// The starts: from midnight in the zone, in steps on the wall clock.
    private static List<Instant> grid(TimeQuery query) {
        List<Instant> grid = new ArrayList<>();
        LocalDate last = query.within().to().atZone(query.zone()).toLocalDate();
        LocalDate day = query.within().from().atZone(query.zone()).toLocalDate();
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            long step = query.step().toSeconds();
            for (long second = 0; second < 86_400; second += step) {
                var local = day.atTime(LocalTime.ofSecondOfDay(second));
                for (ZoneOffset offset : query.zone().getRules().getValidOffsets(local)) {
                    Instant start = local.toInstant(offset);
                    if (!start.isBefore(query.within().from())
                            && start.isBefore(query.within().to())) {
                        grid.add(start);
                    }
                }
            }
        }
        return grid;
    }

    private record Version(Operation by, long version) {}

    /// No answer shows an older version than an earlier answer did.
    private static void versions(Evidence evidence, BrokenPromises findings) {
        Map<OfferTimeline.Id, List<Version>> shown = new HashMap<>();
        for (Operation each : evidence.operations()) {
            switch (each.answer()) {
                case OfferOutcome.Offered(String id, long version) ->
                        put(shown, kind(each.call()), id, new Version(each, version));
                case Optional<?> found when found.orElse(null) instanceof Free.Places free ->
                        put(shown, Kind.CAPACITY, free.pool(), new Version(each, free.version()));
                case Optional<?> found when found.orElse(null) instanceof Free.Seats free ->
                        put(shown, Kind.SEATS, free.seatMap(), new Version(each, free.version()));
                default -> {}
            }
        }
        shown.forEach((id, versions) -> onward(id, versions, findings));
    }

    private static Kind kind(RecordedCall call) {
        if (call instanceof RecordedCall.Offer(_, Inventory inventory)) {
            return inventory.kind();
        }
        if (call instanceof RecordedCall.Withdraw(_, Kind kind, _)) {
            return kind;
        }
        throw new IllegalArgumentException("offers nothing: " + call);
    }

    private static void put(
            Map<OfferTimeline.Id, List<Version>> shown, Kind kind, String id, Version version) {
        shown.computeIfAbsent(new OfferTimeline.Id(kind, id), _ -> new ArrayList<>()).add(version);
    }

    private static void onward(OfferTimeline.Id id, List<Version> versions,
            BrokenPromises findings) {
        List<Version> byAnswer = versions.stream()
                .sorted(Comparator.comparingLong(each -> each.by.answered().nanos())).toList();
        List<Version> byQuestion = versions.stream()
                .sorted(Comparator.comparingLong(each -> each.by.invoked().nanos())).toList();
        int answered = 0;
        Version newest = null;
        for (Version each : byQuestion) {
            while (byAnswer.get(answered).by.answered().nanos() < each.by.invoked().nanos()) {
                Version next = byAnswer.get(answered++);
                newest = newest == null || next.version > newest.version ? next : newest;
            }
            findings.weighed(Promise.VISIBLE);
            if (newest != null && newest.version > each.version) {
                findings.add(Promise.VISIBLE, id + " was at version " + newest.version
                        + " and then at " + each.version, newest.by, each.by);
            }
        }
    }
}
