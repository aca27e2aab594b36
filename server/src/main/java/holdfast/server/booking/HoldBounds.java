package holdfast.server.booking;

import holdfast.Claim;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Bounds what a client without a secret key holds: at most so many seats, places and visits in one
/// hold, and at most so many in all holds of its address that are not booked yet.
///
/// Each node counts the holds that were made, exchanged or extended through it. Before a node
/// refuses, it reads its address's holds again, because another node may have confirmed, cancelled
/// or changed them.
public final class HoldBounds {
    private static final String IN_ONE_HOLD = "one hold";
    private static final String OF_ONE_ADDRESS = "the holds of one address that are not booked";

    private final Holdfast engine;
    private final Maximums most;
    private final HeldUnits held;

    /// The bounds on seats, places and visits together; 0 is no bound.
    public record Maximums(long inOneHold, long ofOneAddress) {}

    public HoldBounds(Holdfast engine, Maximums most) {
        this.engine = engine;
        this.most = most;
        this.held = new HeldUnits(engine::find);
    }

    /// Holds the claims, unless this client would hold too much.
    ///
    /// @param address empty for a client without bounds
    public HoldOutcome hold(Optional<String> address, HoldRequest request) {
        if (address.isEmpty()) {
            return engine.hold(request);
        }
        Optional<Refusal.LimitReached> refused = inOneHold(request.claims());
        if (refused.isPresent()) {
            return before(request).orElse(refused.get());
        }
        if (most.ofOneAddress() == 0) {
            return engine.hold(request);
        }
        HeldUnits.Client client = client(request.workspace(), address.get());
        Optional<HeldUnits.Place> place = held.take(client, new HeldUnits.Wanted(
                request.key().map(key -> "key " + key), units(request.claims())),
                most.ofOneAddress());
        if (place.isEmpty()) {
            return before(request).orElseGet(() -> full(client));
        }
        return counted(place.get(), () -> engine.hold(request),
                outcome -> outcome instanceof HoldOutcome.Granted granted
                        ? Optional.of(granted.hold()) : Optional.empty());
    }

    /// The recorded answer of the key. A retry takes nothing more, so it is not refused.
    private Optional<HoldOutcome> before(HoldRequest request) {
        return request.key().flatMap(key -> engine.recall(request.workspace(), key,
                request.options().fingerprint().orElse("")))
                .flatMap(HoldOutcome::of);
    }

    /// Exchanges a hold within the bounds.
    public ExchangeOutcome exchange(Optional<String> address, ExchangeRequest request) {
        if (address.isEmpty()) {
            return engine.exchange(request);
        }
        Optional<Refusal.LimitReached> refused = inOneHold(request.claims());
        if (refused.isPresent()) {
            return refused.get();
        }
        if (most.ofOneAddress() == 0) {
            return engine.exchange(request);
        }
        HeldUnits.Client client = client(request.workspace(), address.get());
        Optional<HeldUnits.Place> place = held.take(client, new HeldUnits.Wanted(
                Optional.of(request.hold()), units(request.claims())), most.ofOneAddress());
        if (place.isEmpty()) {
            return isHeld(request.workspace(), request.hold())
                    ? full(client) : engine.exchange(request);
        }
        return counted(place.get(), () -> engine.exchange(request),
                outcome -> outcome instanceof ExchangeOutcome.Exchanged done
                        ? Optional.of(done.hold()) : Optional.empty());
    }

    /// A booking no longer counts, and the engine answers for a hold that has ended.
    private boolean isHeld(String workspace, String hold) {
        return engine.find(workspace, hold).orElse(null) instanceof Hold.Held;
    }

    /// Extends a hold within the bounds: its units count for this address from now on.
    public ExtendOutcome extend(Optional<String> address, ExtendRequest request) {
        Optional<Hold> hold = address.isEmpty() || most.ofOneAddress() == 0 ? Optional.empty()
                : engine.find(request.workspace(), request.hold());
        if (!(hold.orElse(null) instanceof Hold.Held now)) {
            return engine.extend(request);
        }
        HeldUnits.Client client = client(request.workspace(), address.orElseThrow());
        Optional<HeldUnits.Place> place = held.take(client, new HeldUnits.Wanted(
                Optional.of(request.hold()), HeldUnits.of(now)), most.ofOneAddress());
        if (place.isEmpty()) {
            return full(client);
        }
        return counted(place.get(), () -> engine.extend(request),
                outcome -> outcome instanceof ExtendOutcome.Extended done
                        ? Optional.of(done.hold()) : Optional.empty());
    }

    /// The refusal, if one booking of this client may not have so much.
    public Optional<Refusal.LimitReached> inOneHold(
            Optional<String> address, List<Claim> claims) {
        return address.flatMap(any -> inOneHold(claims));
    }

    private Optional<Refusal.LimitReached> inOneHold(List<Claim> claims) {
        return most.inOneHold() > 0 && units(claims) > most.inOneHold()
                ? Optional.of(new Refusal.LimitReached(
                        IN_ONE_HOLD, most.inOneHold(), most.inOneHold()))
                : Optional.empty();
    }

    private Refusal.LimitReached full(HeldUnits.Client client) {
        return new Refusal.LimitReached(OF_ONE_ADDRESS, most.ofOneAddress(),
                Math.max(0, most.ofOneAddress() - held.sum(client)));
    }

    private static HeldUnits.Client client(String workspace, String address) {
        return new HeldUnits.Client(workspace, address);
    }

    @FunctionalInterface
    private interface Got<T> {
        Optional<Hold> hold(T outcome);
    }

    /// The reservation is kept while the engine works. It then becomes the hold's, or is released.
    private <T> T counted(HeldUnits.Place place, Supplier<T> work, Got<T> got) {
        Optional<Hold> hold = Optional.empty();
        try {
            T outcome = work.get();
            hold = got.hold(outcome);
            return outcome;
        } finally {
            held.settle(place, hold);
        }
    }

    private static long units(List<Claim> claims) {
        return claims.stream().filter(claim -> !ReductionPools.has(claim))
                .mapToLong(claim -> switch (claim) {
                    case Claim.Capacity places -> places.quantity();
                    case Claim.Seats seats -> seats.choice().count();
                    case Claim.Time visit -> 1;
                }).sum();
    }
}
