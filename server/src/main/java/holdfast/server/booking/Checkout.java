package holdfast.server.booking;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.RequestOptions;
import java.util.List;
import java.util.Optional;

/// Confirms a hold with the customer's contact and payment. The engine writes them in the
/// transaction that makes the booking, so there is no booking without them.
public final class Checkout {
    private static final int TRIES = 10;

    private final Holdfast engine;
    private final PricedHolds priced;
    private final boolean practice;

    /// @param practice whether customers may pay with the practice card
    public Checkout(Holdfast engine, PricedHolds priced, boolean practice) {
        this.engine = engine;
        this.priced = priced;
        this.practice = practice;
    }

    public boolean practice() {
        return practice;
    }

    /// The hold to confirm, its version where the client names one, and the request's key.
    public record HoldToConfirm(
            String workspace, String id, Optional<Integer> version, Optional<String> key,
            Optional<String> fingerprint) {
        public static HoldToConfirm hold(String workspace, String id) {
            return new HoldToConfirm(workspace, id, Optional.empty(), Optional.empty(),
                    Optional.empty());
        }

        public HoldToConfirm version(int seen) {
            return new HoldToConfirm(workspace, id, Optional.of(seen), key, fingerprint);
        }
    }

    public sealed interface Result {
        /// It is a booking; `again` when another request confirmed it before.
        record Confirmed(Hold.Booked booking, boolean again) implements Result {}

        record PaymentFailed(String why) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// Prices the hold and confirms the very version that was priced. Where the hold has changed in
    /// between, it is priced again, unless the client has seen a version or paid an amount for it:
    /// then the client has to look at it again.
    public Result confirm(HoldToConfirm which, BookingNote note) {
        Optional<Result> before = recalled(which);
        if (before.isPresent()) {
            return before.get();
        }
        Result result = once(which, note);
        boolean bound = which.version().isPresent()
                || note.payment().orElse(null) instanceof Payment.External;
        for (int tries = 1; !bound && stale(result) && tries < TRIES; tries++) {
            result = once(which, note);
        }
        return result;
    }

    private static boolean stale(Result result) {
        return result instanceof Result.Refused refused
                && refused.refusal() instanceof Refusal.Stale;
    }

    private boolean isDeposit(String workspace, Hold held, Payment payment) {
        return payment instanceof Payment.Online paid && paid.amount().isPresent()
                && paid.amount().equals(Deposits.now(priced, workspace, held));
    }

    private Optional<Result> recalled(HoldToConfirm which) {
        return which.key().flatMap(key -> engine.recall(
                which.workspace(), key, which.fingerprint().orElse(""))
                .map(recorded -> result(key, recorded)));
    }

    private static Result result(String key, RecordedAnswer recorded) {
        return switch (recorded) {
            case RecordedAnswer.Done done -> done.hold() instanceof Hold.Booked booked
                    ? new Result.Confirmed(booked, done.before())
                    : new Result.Refused(new Refusal.KeyReused(key));
            case RecordedAnswer.Refused refused -> new Result.Refused(refused.refusal());
        };
    }

    private Result once(HoldToConfirm which, BookingNote note) {
        Optional<Hold> found = engine.find(which.workspace(), which.id());
        Optional<Integer> version = Optional.empty();
        Optional<SoldPrices> sold = Optional.empty();
        // Only a hold that is still held has anything to pay; the engine answers for all others.
        if (found.isPresent() && found.get() instanceof Hold.Held held) {
            if (which.version().filter(seen -> seen != held.version()).isPresent()) {
                return new Result.Refused(new Refusal.Stale(held.id(), held.version()));
            }
            PriceSummary summary = priced.summary(which.workspace(), held);
            Optional<String> shortfall =
                    note.payment().flatMap(payment -> payment.shortfall(summary.due())
                            .filter(_ -> !isDeposit(which.workspace(), held, payment)));
            if (shortfall.isPresent()) {
                return new Result.PaymentFailed(shortfall.get());
            }
            version = Optional.of(held.version());
            sold = Optional.of(priced.sold(which.workspace(), held));
        }
        RequestOptions options = new RequestOptions(which.key(), which.fingerprint(),
                Optional.of(note.note(which.id(), sold)), List.of());
        return switch (engine.confirm(new ConfirmRequest(
                which.workspace(), which.id(), options, version))) {
            case ConfirmOutcome.Confirmed done ->
                    new Result.Confirmed(done.booking(), done.again());
            case Refusal refused -> new Result.Refused(refused);
        };
    }
}
