package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.HeldItem;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimDecision;
import holdfast.claims.HoldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Grants all claims of a request or none. All verbs decide baskets here, in the order of
/// precedence that docs/outcomes.md states.
record Basket(List<Claim> claims, List<Limit> limits, Optional<String> customer) {

    /// Either the allotments, or the refusal.
    sealed interface Result {
        record All(List<Allotment> allotments) implements Result {}

        record None(Refusal refusal) implements Result {}
    }

    void want(ClaimBatches batches) {
        claims.forEach(batches::want);
        customer.ifPresent(name -> limits.forEach(limit -> batches.want(limit, name)));
    }

    /// Whether no limit has to be looked up, and none is in the way.
    boolean unlimited() {
        return limits.isEmpty() || (customer.isEmpty() && IntStream.range(0, limits.size())
                .allMatch(at -> alone(limits.get(at), at) instanceof ClaimDecision.Given));
    }

    Result take(ClaimBatches batches, HoldChange cause) {
        return take(batches, cause, Set.of());
    }

    /// @param had the items that the hold has already
    Result take(ClaimBatches batches, HoldChange cause, Set<Integer> had) {
        ClaimBatches.Mark mark = batches.mark();
        Missing missing = new Missing();
        List<Allotment> allotments = new ArrayList<>();
        for (int item = 0; item < claims.size(); item++) {
            if (!had.contains(item)) {
                missing.note(item, batches.take(cause, item, claims.get(item)), allotments);
            }
        }
        // Items count up from 0 and limits down from -1, so that no two allotments of a hold in one
        // pool have the same number.
        for (int at = 0; at < limits.size(); at++) {
            missing.note(limits.get(at), count(batches, cause, at), allotments);
        }
        Optional<Refusal> refusal = missing.refusal();
        if (refusal.isPresent()) {
            batches.undo(mark);
            return new Result.None(refusal.get());
        }
        return new Result.All(allotments);
    }

    private ClaimDecision count(ClaimBatches batches, HoldChange cause, int at) {
        Limit limit = limits.get(at);
        return customer.isPresent()
                ? batches.take(cause, -1 - at, limit, customer.get()) : alone(limit, at);
    }

    /// A request without a customer counts as a customer of its own, who has nothing else: its
    /// limit is checked against the request alone, without a pool.
    private ClaimDecision alone(Limit limit, int at) {
        long before = limits.subList(0, at).stream()
                .filter(each -> each.scope().equals(limit.scope())).mapToLong(Limit::takes).sum();
        long left = Math.max(0, limit.most() - before);
        return left < limit.takes()
                ? new ClaimDecision.Scarce(limit.scope(), limit.takes(), left, List.of())
                : new ClaimDecision.Given(
                        List.of(), new HeldItem.Capacity(limit.scope(), limit.takes()));
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
