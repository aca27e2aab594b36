package holdfast.e2e;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests with the load balancers of this machine. Those that are missing are reported loudly; where
/// all are required, as on the build server, the tests fail instead.
final class InstalledBalancers implements ExecutionCondition {
    private static final String REQUIRED = "HOLDFAST_BALANCERS_REQUIRED";

    static Stream<Balancer.Kind> all() {
        return Stream.of(Balancer.Kind.values()).filter(kind -> kind.find().isPresent());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<Balancer.Kind> missing = Stream.of(Balancer.Kind.values())
                .filter(kind -> kind.find().isEmpty()).toList();
        String names = missing.stream().map(Balancer.Kind::program)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty() && System.getenv().containsKey(REQUIRED)) {
            throw new IllegalStateException(
                    "There is no " + names + ", and " + REQUIRED + " is set.");
        }
        if (!missing.isEmpty() && context.getTestMethod().isEmpty()) {
            System.err.println("""

                    ****************************************************************************
                    NOT RUN: %s with %s, which this machine does not have.
                    Install them with apt-get install nginx haproxy caddy.
                    ****************************************************************************
                    """.formatted(context.getDisplayName(), names));
        }
        return missing.size() == Balancer.Kind.values().length
                ? ConditionEvaluationResult.disabled("no load balancer on this machine")
                : ConditionEvaluationResult.enabled("there is a load balancer");
    }
}
