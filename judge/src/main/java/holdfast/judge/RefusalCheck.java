package holdfast.judge;

import holdfast.Claim;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks that no request is refused for what was free, known and on sale during the whole of it.
final class RefusalCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        for (Operation each : evidence.operations()) {
            GuaranteedAvailability surely =
                    new GuaranteedAvailability(evidence, evidence.keys().since(each),
                            each.answered().nanos(), each.call().about().orElse(""));
            switch (each.answer()) {
                case Refusal.Unavailable(List<Shortage> shortages, _) -> {
                    findings.weighed(Promise.HONEST);
                    if (shortages.isEmpty()) {
                        findings.add(Promise.HONEST, "nothing is said to be short", each);
                    }
                    shortages.forEach(shortage -> shortage(each, shortage, surely, findings));
                }
                case Refusal.NotOnSale(List<String> ids) ->
                        ids.forEach(id -> notOnSale(each, id, surely, findings));
                case Refusal.Unknown(List<String> ids) ->
                        ids.forEach(id -> unknown(each, id, surely, findings));
                case Refusal.LimitReached reached -> limit(each, reached, surely, findings);
                case Refusal.InTheWay(List<Refusal.Standing> standing) -> standing.forEach(
                        one -> inTheWay(each, one, surely, findings));
                default -> {}
            }
        }
    }

    private static void shortage(
            Operation operation, Shortage shortage, GuaranteedAvailability surely,
            BrokenPromises findings) {
        List<Claim> claims = OwnershipIndex.claims(operation.call());
        if (shortage.item() < 0 || shortage.item() >= claims.size()) {
            findings.add(Promise.HONEST, "there is no item " + shortage.item(), operation);
            return;
        }
        List<Claim> others = new ArrayList<>(claims);
        Claim claim = others.remove(shortage.item());
        if (shortage.left() >= shortage.asked()) {
            findings.add(Promise.HONEST, shortage.left() + " left of " + shortage.asked()
                    + " is no shortage", operation);
        }
        switch (claim) {
            case Claim.Capacity places ->
                    places(operation, shortage, places, others, surely, findings);
            case Claim.Seats(String map, Claim.Named(List<String> names)) -> {
                List<String> spoken = spoken(map, others);
                List<String> free = names.stream()
                        .filter(name -> surely.seat(map, name) && !spoken.contains(name)).toList();
                if (others.stream().anyMatch(other -> bestOf(other, map))) {
                    return;
                }
                if (free.size() == names.size()) {
                    findings.add(Promise.HONEST, "the seats " + names + " of " + map
                            + " were free all the time", operation);
                }
                shortage.taken().stream().filter(free::contains).forEach(name -> findings.add(
                        Promise.HONEST, "seat " + name + " of " + map
                                + " is said to be taken and was free all the time",
                        operation));
            }
            case Claim.Seats(String map, Claim.Best best) -> {
                boolean fits = shape(map, surely)
                        .map(whole -> surely.best(whole, best, spoken(map, others)))
                        .orElse(false);
                if (fits && others.stream().noneMatch(other -> bestOf(other, map))) {
                    findings.add(Promise.HONEST, best.count()
                            + " seats side by side were free all the time in " + map, operation);
                }
            }
            case Claim.Time time -> {
                boolean alone = others.stream().noneMatch(other -> other instanceof Claim.Time);
                if (alone && surely.visit(time.start(), time.parts())) {
                    findings.add(Promise.HONEST, "the visit at " + time.start()
                            + " could be had all the time", operation);
                }
            }
        }
    }

    private static void places(Operation operation, Shortage shortage, Claim.Capacity claim,
            List<Claim> others, GuaranteedAvailability surely, BrokenPromises findings) {
        // The request's other claims may take from this pool as well.
        long spoken = others.stream()
                .mapToLong(other -> other instanceof Claim.Capacity c ? c.quantity() : 0).sum();
        long free = surely.places(claim.pool()) - spoken;
        if (free >= claim.quantity()) {
            findings.add(Promise.HONEST, free + " places of " + claim.pool()
                    + " were free all the time", operation);
        }
        if (spoken == 0 && (shortage.left() < free || shortage.left() >= claim.quantity())) {
            findings.add(Promise.HONEST, shortage.left() + " places of " + claim.pool()
                    + " are said to be left, but " + free + " were free all the time", operation);
        }
    }

    private static List<String> spoken(String map, List<Claim> others) {
        return others.stream()
                .filter(other -> other instanceof Claim.Seats seats && seats.seatMap().equals(map))
                .flatMap(other -> ((Claim.Seats) other).choice() instanceof Claim.Named named
                        ? named.names().stream() : java.util.stream.Stream.of())
                .toList();
    }

    private static boolean bestOf(Claim claim, String map) {
        return claim instanceof Claim.Seats(String id, Claim.Best _) && id.equals(map);
    }

    private static Optional<Inventory.SeatMap> shape(String map, GuaranteedAvailability surely) {
        return surely.evidence().offers()
                .between(new OfferTimeline.Id(Kind.SEATS, map), surely.from(), surely.to())
                .only()
                .flatMap(shape -> shape instanceof Inventory.SeatMap whole
                        ? Optional.of(whole) : Optional.empty());
    }

    private static List<OfferTimeline.Id> named(RecordedCall call, OfferTimeline offers) {
        List<OfferTimeline.Id> ids = new ArrayList<>();
        for (Claim claim : OwnershipIndex.claims(call)) {
            switch (claim) {
                case Claim.Capacity(String pool, _) -> offers.chain(pool)
                        .forEach(each -> ids.add(new OfferTimeline.Id(Kind.CAPACITY, each)));
                case Claim.Seats(String map, _) -> ids.add(new OfferTimeline.Id(Kind.SEATS, map));
                case Claim.Time time -> time.parts().forEach(part -> part.anyOf()
                        .forEach(each -> ids.add(new OfferTimeline.Id(Kind.TIME, each))));
            }
        }
        return ids;
    }

    private static void notOnSale(
            Operation operation, String id, GuaranteedAvailability surely,
            BrokenPromises findings) {
        findings.weighed(Promise.HONEST);
        List<OfferTimeline.Id> meant = named(operation.call(), surely.evidence().offers()).stream()
                .filter(each -> each.inventory().equals(id)).distinct().toList();
        boolean onSale = !meant.isEmpty() && meant.stream().allMatch(each -> surely.evidence()
                .offers().between(each, surely.from(), surely.to()).onSaleThroughout());
        if (meant.isEmpty() || onSale) {
            findings.add(Promise.HONEST, id + " was on sale all the time", operation);
        }
    }

    private static void unknown(Operation operation, String id, GuaranteedAvailability surely,
            BrokenPromises findings) {
        findings.weighed(Promise.HONEST);
        List<OfferTimeline.Id> meant = named(operation.call(), surely.evidence().offers()).stream()
                .filter(each -> each.inventory().equals(id)).distinct().toList();
        if (!meant.isEmpty() && meant.stream().noneMatch(each -> surely.evidence().offers()
                .between(each, surely.from(), surely.to()).perhapsAbsent())) {
            findings.add(Promise.HONEST, id + " is said to be unknown and was there", operation);
        }
    }

    private static void limit(
            Operation operation, Refusal.LimitReached reached, GuaranteedAvailability surely,
            BrokenPromises findings) {
        Optional<String> customer = customer(operation, surely.evidence());
        List<Limit> limits = limits(operation.call()).stream()
                .filter(limit -> limit.scope().equals(reached.scope())).toList();
        boolean alone = customer.isEmpty() && operation.call() instanceof RecordedCall.Hold;
        if (limits.isEmpty() || (customer.isEmpty() && !alone)
                || surely.evidence().uses().cloudedLimits(surely.to())) {
            return;
        }
        findings.weighed(Promise.HONEST);
        long asked = limits.stream().mapToLong(Limit::takes).sum();
        long most = limits.stream().mapToLong(Limit::most).min().orElse(0);
        List<OwnershipIndex.Use> others = customer.map(name -> surely.evidence().uses()
                .counts(name, reached.scope())).orElse(List.of()).stream()
                .filter(use -> !use.tenure().hold().equals(surely.without())).toList();
        long taken = TakenOverTime.mostPossible(others, surely.from(), surely.to());
        if (taken + asked <= most) {
            findings.add(Promise.HONEST, customer.orElse("nobody in particular") + " had at most "
                    + taken + " of " + most + " in " + reached.scope() + " and asked for "
                    + asked, operation);
        }
    }

    private static List<Limit> limits(RecordedCall call) {
        if (call instanceof RecordedCall.Hold(HoldRequest request)) {
            return request.limits();
        }
        return call instanceof RecordedCall.Exchange(ExchangeRequest request)
                ? request.limits().orElse(List.of()) : List.of();
    }

    private static Optional<String> customer(Operation operation, Evidence evidence) {
        if (operation.call() instanceof RecordedCall.Hold(HoldRequest request)) {
            return request.customer();
        }
        HoldLife life = evidence.lives().get(operation.call().about().orElse(""));
        return life == null ? Optional.empty() : life.seen().stream()
                .map(ObservedHold::hold).filter(hold -> hold != null).findFirst()
                .flatMap((Hold hold) -> hold.basket().customer());
    }

    /// A hold that is reported in the way was live at some moment of the request.
    private static void inTheWay(Operation operation, Refusal.Standing standing,
            GuaranteedAvailability surely,
            BrokenPromises findings) {
        findings.weighed(Promise.HONEST);
        List<Ownership> tenures = surely.evidence().tenures().stream()
                .filter(tenure -> tenure.hold().equals(standing.hold())).toList();
        if (!tenures.isEmpty() && tenures.stream()
                .noneMatch(tenure -> tenure.possible().touches(surely.from(), surely.to()))) {
            findings.add(Promise.HONEST, standing.hold()
                    + " is said to stand in the way and was over", operation);
        }
    }
}
