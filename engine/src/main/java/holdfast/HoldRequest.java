package holdfast;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Hold all of these claims, or none. A request without a customer counts against its limits alone,
/// like that of a new customer.
public record HoldRequest(
        String workspace,
        List<Claim> claims,
        Duration holdFor,
        Optional<String> customer,
        List<Limit> limits,
        RequestOptions options) {
    public static final Duration USUAL = Duration.ofMinutes(15);

    public HoldRequest {
        InputRules.id("workspace", workspace);
        claims = InputRules.some("items", claims, 32);
        InputRules.between("holdFor", holdFor, Duration.ofMillis(1), Duration.ofDays(366));
        customer.ifPresent(name -> InputRules.text("customer", name, 200));
        limits = List.copyOf(limits);
        InputRules.between("limits", limits.size(), 0, 32);
    }

    public HoldRequest(
            String workspace, List<Claim> claims, Duration holdFor, Optional<String> customer,
            List<Limit> limits, Optional<String> key) {
        this(workspace, claims, holdFor, customer, limits,
                new RequestOptions(key, Optional.empty()));
    }

    public HoldRequest(String workspace, Claim... claims) {
        this(workspace, List.of(claims), USUAL, Optional.empty(), List.of(), RequestOptions.NONE);
    }

    public Optional<String> key() {
        return options.key();
    }

    public Optional<String> note() {
        return options.note();
    }

    public HoldRequest holdFor(Duration time) {
        return new HoldRequest(workspace, claims, time, customer, limits, options);
    }

    public HoldRequest customer(String name, Limit... perCustomer) {
        return new HoldRequest(
                workspace, claims, holdFor, Optional.of(name), List.of(perCustomer), options);
    }

    public HoldRequest key(String word) {
        return new HoldRequest(workspace, claims, holdFor, customer, limits, options.key(word));
    }

    public HoldRequest note(String text) {
        return new HoldRequest(workspace, claims, holdFor, customer, limits, options.note(text));
    }
}
