package holdfast.server.auth;

import java.util.Optional;

/// Counts refused codes of each address, on all nodes together, so that codes cannot be found by trying. A
/// refusal says why; only so many of them can be had.
public final class CodeGuesses {
    private static final int MOST = 10;
    private static final int WINDOW = 600;
    private static final int ADDRESSES = 50_000;

    private final RateLimit refused;

    /// @param rates what the nodes share of a rate
    public CodeGuesses(RateLeases rates) {
        this.refused = new RateLimit(new RateLimit.Policy("codes", MOST, WINDOW), ADDRESSES,
                System::nanoTime, rates);
    }

    /// How long the address has to wait, if it does.
    public Optional<RateLimit.Decision> pause(String address) {
        return Optional.of(refused.look(address)).filter(left -> !left.allowed());
    }

    public void wrong(String address) {
        refused.take(address);
    }
}
