package holdfast;

import java.util.List;
import java.util.Optional;

/// Exchange claims: take these and give back what the hold or booking had, in one step, or change
/// nothing. `version` is the version that the caller read; if there is another one, the engine
/// refuses the request as stale. A note replaces the hold's; without one the hold keeps its note.
///
/// @param limits all that counts against the customer's limits from now on, which may be nothing;
///               if absent, the limits count as before
public record ExchangeRequest(
        String workspace,
        String hold,
        int version,
        List<Claim> claims,
        Optional<List<Limit>> limits,
        RequestOptions options) {

    public ExchangeRequest {
        InputRules.id("workspace", workspace);
        InputRules.id("hold", hold);
        InputRules.between("version", version, 1, Integer.MAX_VALUE);
        claims = InputRules.some("items", claims, 32);
        limits = limits.map(List::copyOf);
        limits.ifPresent(all -> InputRules.between("limits", all.size(), 0, 32));
    }

    public ExchangeRequest(
            String workspace, String hold, int version, List<Claim> claims, List<Limit> limits,
            Optional<String> key) {
        this(workspace, hold, version, claims, Optional.of(limits),
                new RequestOptions(key, Optional.empty()));
    }

    public ExchangeRequest(String workspace, String hold, int version, Claim... claims) {
        this(workspace, hold, version, List.of(claims), Optional.empty(), RequestOptions.NONE);
    }

    public Optional<String> key() {
        return options.key();
    }

    public Optional<String> note() {
        return options.note();
    }

    public ExchangeRequest limits(Limit... perCustomer) {
        return new ExchangeRequest(
                workspace, hold, version, claims, Optional.of(List.of(perCustomer)), options);
    }

    public ExchangeRequest key(String word) {
        return new ExchangeRequest(workspace, hold, version, claims, limits, options.key(word));
    }

    public ExchangeRequest note(String text) {
        return new ExchangeRequest(workspace, hold, version, claims, limits, options.note(text));
    }
}
