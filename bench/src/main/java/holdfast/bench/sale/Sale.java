package holdfast.bench.sale;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// One sale in one workspace: the claims that clients ask for. Clients share it.
public interface Sale {

    /// Empty when the sale is over.
    Optional<WantedClaim> next(RandomGenerator random);

    default void granted(WantedClaim wish) {}

    default void refused(WantedClaim wish) {}
}
