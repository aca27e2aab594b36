package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.Taken;
import holdfast.ledger.Cause;
import holdfast.ledger.Piece;
import holdfast.ledger.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Takes all of a request's claims, or none: the one place where a basket is granted or refused, in
/// the order of precedence that docs/outcomes.md states.
record Basket(List<Claim> claims, List<Limit> limits, Optional<String> customer) {

    /// Either the pieces that were taken, or why nothing was.
    sealed interface Result {
        record All(List<Piece> pieces) implements Result {}

        record None(Refusal refusal) implements Result {}
    }

    void want(Shelves shelves) {
        claims.forEach(shelves::want);
        customer.ifPresent(name -> limits.forEach(limit -> shelves.want(limit, name)));
    }

    /// Whether no limit has to be looked up, and none is in the way.
    boolean unlimited() {
        return limits.isEmpty() || (customer.isEmpty() && IntStream.range(0, limits.size())
                .allMatch(at -> alone(limits.get(at), at) instanceof Verdict.Given));
    }

    Result take(Shelves shelves, Cause cause) {
        return take(shelves, cause, Set.of());
    }

    /// @param had the items that the hold has already
    Result take(Shelves shelves, Cause cause, Set<Integer> had) {
        Shelves.Mark mark = shelves.mark();
        Missing missing = new Missing();
        List<Piece> pieces = new ArrayList<>();
        for (int item = 0; item < claims.size(); item++) {
            if (!had.contains(item)) {
                missing.note(item, shelves.take(cause, item, claims.get(item)), pieces);
            }
        }
        // Items count up from nothing, limits down from minus one: no two pieces of a hold in one
        // pool have the same number.
        for (int at = 0; at < limits.size(); at++) {
            missing.note(limits.get(at), count(shelves, cause, at), pieces);
        }
        Optional<Refusal> refusal = missing.refusal();
        if (refusal.isPresent()) {
            shelves.undo(mark);
            return new Result.None(refusal.get());
        }
        return new Result.All(pieces);
    }

    private Verdict count(Shelves shelves, Cause cause, int at) {
        Limit limit = limits.get(at);
        return customer.isPresent()
                ? shelves.take(cause, -1 - at, limit, customer.get()) : alone(limit, at);
    }

    /// Whoever gives no name is a customer of their own, who has nothing but this: there is nothing
    /// to count, and nobody to race with.
    private Verdict alone(Limit limit, int at) {
        long before = limits.subList(0, at).stream()
                .filter(each -> each.scope().equals(limit.scope())).mapToLong(Limit::takes).sum();
        long left = Math.max(0, limit.most() - before);
        return left < limit.takes()
                ? new Verdict.Scarce(limit.scope(), limit.takes(), left, List.of())
                : new Verdict.Given(
                        List.of(), new Taken.Capacity(limit.scope(), limit.takes()));
    }

    /// What stood in the way of a basket, by precedence.
    private static final class Missing {
        private final List<String> unknown = new ArrayList<>();
        private final List<String> notOnSale = new ArrayList<>();
        private final List<Refusal> limits = new ArrayList<>();
        private final List<Shortage> shortages = new ArrayList<>();

        void note(int item, Verdict verdict, List<Piece> pieces) {
            switch (verdict) {
                case Verdict.Given given -> pieces.addAll(given.pieces());
                case Verdict.Unknown it -> unknown.addAll(it.ids());
                case Verdict.NotOnSale it -> notOnSale.add(it.inventory());
                case Verdict.Scarce it -> shortages.add(new Shortage(
                        item, it.inventory(), it.asked(), it.left(), it.taken()));
            }
        }

        void note(Limit limit, Verdict verdict, List<Piece> pieces) {
            switch (verdict) {
                case Verdict.Given given -> pieces.addAll(given.pieces());
                case Verdict.Unknown it -> unknown.addAll(it.ids());
                case Verdict.NotOnSale it -> notOnSale.add(it.inventory());
                case Verdict.Scarce it -> limits.add(
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
