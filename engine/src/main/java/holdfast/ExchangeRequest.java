package holdfast;

import java.util.List;
import java.util.Optional;

/// Take these claims and give back what the hold or booking had, in one step; or change nothing.
/// `version` is the version the caller has seen: another one is refused as stale. A note takes the
/// place of the hold's; without one the hold keeps the note it has.
public record ExchangeRequest(
        String workspace,
        String hold,
        int version,
        List<Claim> claims,
        List<Limit> limits,
        Label label) {

    public ExchangeRequest {
        Words.id("workspace", workspace);
        Words.id("hold", hold);
        Words.between("version", version, 1, Integer.MAX_VALUE);
        claims = Words.some("items", claims, 32);
        limits = List.copyOf(limits);
        Words.between("limits", limits.size(), 0, 32);
    }

    public ExchangeRequest(
            String workspace, String hold, int version, List<Claim> claims, List<Limit> limits,
            Optional<String> key) {
        this(workspace, hold, version, claims, limits, new Label(key, Optional.empty()));
    }

    public ExchangeRequest(String workspace, String hold, int version, Claim... claims) {
        this(workspace, hold, version, List.of(claims), List.of(), Label.NONE);
    }

    public Optional<String> key() {
        return label.key();
    }

    public Optional<String> note() {
        return label.note();
    }

    public ExchangeRequest limits(Limit... perCustomer) {
        return new ExchangeRequest(
                workspace, hold, version, claims, List.of(perCustomer), label);
    }

    public ExchangeRequest key(String word) {
        return new ExchangeRequest(workspace, hold, version, claims, limits, label.key(word));
    }

    public ExchangeRequest note(String text) {
        return new ExchangeRequest(workspace, hold, version, claims, limits, label.note(text));
    }
}
