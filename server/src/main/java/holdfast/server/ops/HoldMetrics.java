package holdfast.server.ops;

import holdfast.CancelOutcome;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Invalid;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.Unanswered;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Counts outcomes of verbs.
final class HoldMetrics {
    private final Metrics metrics;
    private final SpanListener spans;

    HoldMetrics(Metrics metrics, SpanListener spans) {
        this.metrics = metrics;
        this.spans = spans;
    }

    /// Counts an outcome under its record's name, so the number of labels is bounded.
    <T> T outcome(String verb, Supplier<T> work) {
        return counted(verb, work, true);
    }

    /// Counts a read, which has no named outcomes.
    <T> T timed(String verb, Supplier<T> work) {
        return counted(verb, work, false);
    }

    private <T> T counted(String verb, Supplier<T> work, boolean named) {
        long began = System.nanoTime();
        String outcome = "failed";
        try {
            T answer = spans.within(verb, work);
            outcome = named ? name(answer) : "answered";
            return answer;
        } catch (Unanswered unanswered) {
            outcome = "unanswered";
            throw unanswered;
        } catch (Invalid invalid) {
            outcome = "invalid";
            throw invalid;
        } finally {
            metrics.outcome(verb, outcome, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static String name(Object outcome) {
        String name = outcome.getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    HoldOutcome held(HoldRequest request, HoldOutcome outcome) {
        switch (outcome) {
            case HoldOutcome.Granted granted -> {
                if (!granted.again()) {
                    metrics.made();
                }
            }
            case Refusal.Unavailable unavailable ->
                    conflicts("hold", request.claims(), unavailable);
            case Refusal refusal -> {}
        }
        return outcome;
    }

    ExchangeOutcome exchanged(ExchangeRequest request, ExchangeOutcome outcome) {
        if (outcome instanceof Refusal.Unavailable unavailable) {
            conflicts("exchange", request.claims(), unavailable);
        }
        return outcome;
    }

    private void conflicts(String verb, List<Claim> claims, Refusal.Unavailable unavailable) {
        for (Shortage shortage : unavailable.shortages()) {
            metrics.conflict(verb, switch (claims.get(shortage.item())) {
                case Claim.Seats seats -> "seats";
                case Claim.Capacity capacity -> "capacity";
                case Claim.Time time -> "time";
            });
        }
    }

    ConfirmOutcome confirmed(ConfirmOutcome outcome) {
        switch (outcome) {
            case ConfirmOutcome.Confirmed confirmed -> {
                if (!confirmed.again()) {
                    metrics.confirmed();
                }
            }
            case Refusal.Expired expired -> metrics.tooLate();
            case Refusal refusal -> {}
        }
        return outcome;
    }

    CancelOutcome cancelled(CancelOutcome outcome) {
        if (outcome instanceof CancelOutcome.Done done && !done.again()) {
            metrics.cancelled();
        }
        return outcome;
    }

    int expired(int holds) {
        metrics.expired(holds);
        return holds;
    }
}
