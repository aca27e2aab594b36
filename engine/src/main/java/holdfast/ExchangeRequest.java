package holdfast;

import java.util.List;
import java.util.Optional;

/// Take these claims and give back what the hold or booking had, in one step; or change nothing.
/// `version` is the version the caller has seen: another one is refused as stale.
public record ExchangeRequest(
        String workspace,
        String hold,
        int version,
        List<Claim> claims,
        List<Limit> limits,
        Optional<String> key) {

    public ExchangeRequest {
        Words.id("workspace", workspace);
        Words.id("hold", hold);
        Words.between("version", version, 1, Integer.MAX_VALUE);
        claims = Words.some("items", claims, 32);
        limits = List.copyOf(limits);
        Words.between("limits", limits.size(), 0, 32);
        key.ifPresent(word -> Words.text("key", word, 255));
    }

    public ExchangeRequest(String workspace, String hold, int version, Claim... claims) {
        this(workspace, hold, version, List.of(claims), List.of(), Optional.empty());
    }

    public ExchangeRequest limits(Limit... perCustomer) {
        return new ExchangeRequest(
                workspace, hold, version, claims, List.of(perCustomer), key);
    }

    public ExchangeRequest key(String word) {
        return new ExchangeRequest(
                workspace, hold, version, claims, limits, Optional.of(word));
    }
}
