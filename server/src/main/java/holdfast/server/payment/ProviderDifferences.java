package holdfast.server.payment;

import holdfast.Hold;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What disagrees between a payment or refund here and what its provider lists, in words.
final class ProviderDifferences {
    private ProviderDifferences() {}

    static @Nullable Refund find(
            Map<String, Refund> known, ProviderClient.ProviderRefund listed) {
        Refund byRef = known.get(listed.ref());
        return byRef != null || listed.order().isEmpty() ? byRef
                : known.get(listed.order().get());
    }

    static String text(ProviderClient.ProviderPayment listed) {
        return switch (listed.status()) {
            case CAPTURED -> "the provider charged " + listed.captured() + " "
                    + listed.amount().currency();
            case AUTHORISED, OPEN, CLOSED -> "the provider reserved " + listed.amount().amount()
                    + " " + listed.amount().currency();
        };
    }

    static String text(PaymentRow row) {
        return row.id() + " is " + row.state().word() + " with " + row.sums().captured()
                + " charged";
    }

    /// What disagrees about a charge and its payment. What is in motion is not compared, because the
    /// worker does that.
    static Optional<String> differs(
            PaymentRow row, ProviderClient.ProviderPayment listed) {
        if (!listed.amount().equals(row.agreed().amount())) {
            return Optional.of("the provider has it for " + listed.amount().amount() + " "
                    + listed.amount().currency() + ", and " + row.id() + " is for "
                    + row.agreed().amount().amount() + " " + row.agreed().amount().currency());
        }
        if (row.state().inMotion() && !row.motion().stuck()) {
            return Optional.empty();
        }
        boolean agrees = switch (listed.status()) {
            case CAPTURED -> row.sums().captured() == listed.captured();
            case AUTHORISED -> row.sums().captured() == 0
                    && (row.state() == PaymentState.OWED || row.state().inMotion());
            case OPEN, CLOSED -> row.sums().captured() == 0;
        };
        return agrees ? Optional.empty() : Optional.of(text(listed) + ", and " + text(row));
    }

    static Optional<String> unbooked(
            PaymentRow row, @Nullable Hold hold) {
        boolean due = row.state() == PaymentState.SETTLED && row.marks().cancelledAt().isEmpty();
        return !due || hold instanceof Hold.Booked ? Optional.empty()
                : Optional.of(row.id() + " is charged, and " + row.hold() + " is no booking");
    }

    static Optional<String> differs(
            Optional<Refund> row, ProviderClient.ProviderRefund listed) {
        boolean failed = listed.status() == ProviderClient.RefundStatus.FAILED;
        String there = "the provider has the refund " + listed.ref() + " of " + listed.amount();
        if (row.isEmpty()) {
            return failed ? Optional.empty() : Optional.of(there + ", which is unknown here");
        }
        if (row.get().amount() != listed.amount()) {
            return Optional.of(there + ", and " + row.get().id() + " is of "
                    + row.get().amount());
        }
        boolean failedHere = row.get().state() == Refund.State.FAILED;
        return failed == failedHere ? Optional.empty()
                : Optional.of(there + (failed ? ", which failed" : ", which did not fail")
                        + ", and " + row.get().id() + " is " + row.get().state().word());
    }
}
