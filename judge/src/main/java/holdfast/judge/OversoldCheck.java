package holdfast.judge;

import holdfast.Limit;
import holdfast.judge.OwnershipIndex.Use;
import holdfast.judge.TakenOverTime.Excess;
import java.util.List;

/// Checks that the holds that were certainly live never had more of a pool than its capacity, and a
/// customer never more than the limit.
final class OversoldCheck implements Check {

    @Override
    public void weigh(Evidence evidence, BrokenPromises findings) {
        evidence.uses().places().forEach((pool, uses) -> {
            findings.weighed(Promise.NEVER_OVERSOLD);
            TakenOverTime.excess(uses, at -> evidence.offers().mostPlaces(pool, at, at))
                    .ifPresent(excess -> findings.add(Promise.NEVER_OVERSOLD,
                            said("pool " + pool, excess), proof(excess)));
        });
        evidence.uses().counts().forEach((count, uses) -> {
            findings.weighed(Promise.LIMITED);
            long most = uses.stream().mapToLong(use -> most(use, count.scope())).max().orElse(0);
            TakenOverTime.excess(uses, _ -> most).ifPresent(excess -> findings.add(Promise.LIMITED,
                    said(count.customer() + " in " + count.scope(), excess), proof(excess)));
        });
    }

    /// The limit that the hold's request set for the scope. Of several requests' limits the highest
    /// one counts.
    private static long most(Use use, String scope) {
        return use.tenure().counted().limits().stream()
                .filter(limit -> limit.scope().equals(scope))
                .mapToLong(Limit::most).max().orElse(0);
    }

    private static String said(String what, Excess excess) {
        return what + " had " + excess.sum() + " taken of " + excess.allowed() + " by "
                + excess.tenures().stream().map(Ownership::hold).distinct().toList();
    }

    private static List<Operation> proof(Excess excess) {
        return excess.tenures().stream().flatMap(tenure -> tenure.proof().stream().limit(1))
                .limit(12).toList();
    }
}
