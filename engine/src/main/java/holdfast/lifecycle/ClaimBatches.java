package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.capacity.PoolBatch;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch.Standing;
import holdfast.claims.ClaimDecision;
import holdfast.claims.HoldChange;
import holdfast.claims.PendingLine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.seats.SeatBatch;
import holdfast.time.CalendarBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The pools, seat maps and calendars of one batch: the only class that maps a claim to its kind.
/// It locks in one global order, pools, then seat maps, then calendars, each by id, so that
/// baskets of any mix cannot deadlock. It grants a basket or refuses it by the order of precedence
/// that docs/outcomes.md states.
final class ClaimBatches implements AutoCloseable {
    private final PoolBatch capacity;
    private final SeatBatch seats;
    private final CalendarBatch time;

    ClaimBatches(PoolBatch capacity, SeatBatch seats, CalendarBatch time) {
        this.capacity = capacity;
        this.seats = seats;
        this.time = time;
    }

    PoolBatch capacity() {
        return capacity;
    }

    /// The undo marks of the three kinds.
    record Mark(int capacity, int seats, int time) {}

    void want(Claim claim) {
        switch (claim) {
            case Claim.Capacity places -> capacity.want(places);
            case Claim.Seats some -> seats.want(some);
            case Claim.Time visit -> time.want(visit);
        }
    }

    void want(Basket basket) {
        basket.claims().forEach(this::want);
        basket.customer().ifPresent(
                name -> basket.limits().forEach(limit -> capacity.want(limit, name)));
    }

    void touch(Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.touch(places);
            case Allotment.Seats some -> seats.touch(some);
            case Allotment.Stretch stretch -> time.touch(stretch);
        }
    }

    void lock(Transaction tx, Pipeline pipeline) throws SQLException {
        capacity.lock(tx, pipeline);
        seats.lock(tx, pipeline);
        time.lock(tx, pipeline);
    }

    /// Whether the batch probably fits. Only pools are checked in advance.
    boolean plenty() {
        return capacity.plenty();
    }

    List<Allotment.Places> foresee(int item, Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> capacity.foresee(item, places);
            case Claim.Seats _,Claim.Time _ ->
                    throw new IllegalArgumentException("only places are foreseen");
        };
    }

    void load(Transaction tx, Instant now) throws SQLException {
        capacity.load(tx, now);
        seats.load(tx, now);
        time.load(tx, now);
    }

    /// Grants all claims of a basket, or none.
    ///
    /// @param had the items that the hold has already
    Basket.Result take(Basket basket, HoldChange cause, Set<Integer> had) {
        Mark mark = mark();
        Missing missing = new Missing();
        List<Allotment> allotments = new ArrayList<>();
        for (int item = 0; item < basket.claims().size(); item++) {
            if (!had.contains(item)) {
                missing.note(item, switch (basket.claims().get(item)) {
                    case Claim.Capacity places -> capacity.take(cause, item, places);
                    case Claim.Seats some -> seats.take(cause, item, some);
                    case Claim.Time visit -> time.take(cause, item, visit);
                }, allotments);
            }
        }
        // Items count up from 0 and limits down from -1, so that no two allotments of a hold in one
        // pool have the same number.
        for (int at = 0; at < basket.limits().size(); at++) {
            Limit limit = basket.limits().get(at);
            missing.note(limit, basket.customer().isPresent()
                    ? capacity.take(cause, -1 - at, limit, basket.customer().get())
                    : withoutCustomer(basket.limits(), at), allotments);
        }
        Optional<Refusal> refusal = missing.refusal();
        if (refusal.isPresent()) {
            undo(mark);
            return new Basket.Result.None(refusal.get());
        }
        return new Basket.Result.All(allotments);
    }

    /// A request without a customer counts as a customer of its own, who has nothing else: its
    /// limit is checked against the request alone, without a pool.
    private static ClaimDecision withoutCustomer(List<Limit> limits, int at) {
        Limit limit = limits.get(at);
        long before = limits.subList(0, at).stream()
                .filter(each -> each.scope().equals(limit.scope())).mapToLong(Limit::takes).sum();
        long left = Math.max(0, limit.most() - before);
        return left < limit.takes()
                ? new ClaimDecision.Scarce(limit.scope(), limit.takes(), left, List.of())
                : new ClaimDecision.Given(List.of());
    }

    /// Whether no limit of the basket has to be looked up, and none is in the way.
    static boolean unlimited(Basket basket) {
        return basket.limits().isEmpty()
                || (basket.customer().isEmpty() && IntStream.range(0, basket.limits().size())
                        .allMatch(at -> withoutCustomer(
                                basket.limits(), at) instanceof ClaimDecision.Given));
    }

    List<Standing> inTheWay(Transaction tx, Claim claim) throws SQLException {
        return switch (claim) {
            case Claim.Capacity places -> capacity.inTheWay(tx, places);
            case Claim.Seats some -> seats.inTheWay(tx, some);
            case Claim.Time visit -> time.inTheWay(tx, visit);
        };
    }

    void keep(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.keep(cause, places);
            case Allotment.Seats some -> seats.keep(cause, some);
            case Allotment.Stretch stretch -> time.keep(cause, stretch);
        }
    }

    void give(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.give(cause, places);
            case Allotment.Seats some -> seats.give(cause, some);
            case Allotment.Stretch stretch -> time.give(cause, stretch);
        }
    }

    void takeBack(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.takeBack(cause, places);
            case Allotment.Seats some -> seats.takeBack(cause, some);
            case Allotment.Stretch stretch -> time.takeBack(cause, stretch);
        }
    }

    /// Which of these are still claimed: another hold may have taken an expired claim since.
    List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException {
        List<Standing> places = new ArrayList<>();
        List<Standing> some = new ArrayList<>();
        List<Standing> stretches = new ArrayList<>();
        for (Standing each : allotments) {
            switch (each.allotment()) {
                case Allotment.Places allotment -> places.add(each);
                case Allotment.Seats allotment -> some.add(each);
                case Allotment.Stretch allotment -> stretches.add(each);
            }
        }
        List<Standing> present = new ArrayList<>();
        if (!places.isEmpty()) {
            present.addAll(capacity.present(tx, places));
        }
        if (!some.isEmpty()) {
            present.addAll(seats.present(tx, some));
        }
        if (!stretches.isEmpty()) {
            present.addAll(time.present(tx, stretches));
        }
        return present;
    }

    Mark mark() {
        return new Mark(capacity.mark(), seats.mark(), time.mark());
    }

    void undo(Mark mark) {
        capacity.undo(mark.capacity);
        seats.undo(mark.seats);
        time.undo(mark.time);
    }

    void write(Pipeline pipeline, List<PendingLine> lines) {
        capacity.write(pipeline, lines);
        seats.write(pipeline, lines);
        time.write(pipeline, lines);
    }

    void committed() {
        capacity.committed();
        seats.committed();
        time.committed();
    }

    @Override
    public void close() {
        capacity.close();
        seats.close();
        time.close();
    }
    /// The reasons to refuse a basket, by precedence.
    private static final class Missing {
        private final List<String> unknown = new ArrayList<>();
        private final List<String> notOnSale = new ArrayList<>();
        private final List<Refusal> limits = new ArrayList<>();
        private final List<Shortage> shortages = new ArrayList<>();

        void note(int item, ClaimDecision verdict, List<Allotment> allotments) {
            switch (verdict) {
                case ClaimDecision.Given given -> allotments.addAll(given.allotments());
                case ClaimDecision.Unknown it -> unknown.addAll(it.ids());
                case ClaimDecision.NotOnSale it -> notOnSale.add(it.inventory());
                case ClaimDecision.Scarce it -> shortages.add(new Shortage(
                        item, it.inventory(), it.asked(), it.left(), it.taken()));
            }
        }

        void note(Limit limit, ClaimDecision verdict, List<Allotment> allotments) {
            switch (verdict) {
                case ClaimDecision.Given given -> allotments.addAll(given.allotments());
                case ClaimDecision.Unknown it -> unknown.addAll(it.ids());
                case ClaimDecision.NotOnSale it -> notOnSale.add(it.inventory());
                case ClaimDecision.Scarce it -> limits.add(
                        new Refusal.LimitReached(limit.scope(), limit.most(), it.left()));
            }
        }

        Optional<Refusal> refusal() {
            if (!unknown.isEmpty()) {
                return Optional.of(new Refusal.Unknown(unknown.stream().distinct().toList()));
            }
            if (!notOnSale.isEmpty()) {
                return Optional.of(new Refusal.NotOnSale(notOnSale.stream().distinct().toList()));
            }
            if (!limits.isEmpty()) {
                return Optional.of(limits.getFirst());
            }
            return shortages.isEmpty()
                    ? Optional.empty() : Optional.of(new Refusal.Unavailable(shortages));
        }
    }
}
