package holdfast.server.checkout;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Money;
import java.util.List;
import java.util.Optional;

/// Makes a hold a booking: who, how it is paid, and the engine's word. What the customer said is
/// written in the transaction that makes the booking, so there is no booking without it and no
/// half of one.
public final class Checkout {
    private final Holdfast engine;
    private final Priced priced;
    private final Keys keys;

    public Checkout(Holdfast engine, Priced priced, Keys keys) {
        this.engine = engine;
        this.priced = priced;
        this.keys = keys;
    }

    public sealed interface Result {
        /// It is a booking; `again` when it was one before, which another request made.
        record Confirmed(Hold.Booked booking, boolean again) implements Result {}

        record PaymentFailed(String why) implements Result {}

        record KeyReused(String key) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    public Result confirm(
            String workspace, String id, Particulars particulars, Optional<String> key) {
        Optional<Result> failed = payment(workspace, id, particulars);
        if (failed.isPresent()) {
            return failed.get();
        }
        // The word that is drawn for the key marks the booking that was made with it, so that the
        // same key is answered the same way however often it is asked.
        String by = particulars.by();
        if (key.isPresent()) {
            String request = "confirm " + id + " " + particulars.note(id);
            switch (keys.claim(workspace, key, request, "cnf_")) {
                case Keys.Claimed.Reused reused -> {
                    return new Result.KeyReused(reused.key());
                }
                case Keys.Claimed.Mine mine -> by = by + " " + mine.id();
            }
        }
        Particulars marked = new Particulars(particulars.contact(), particulars.payment(), by);
        return switch (engine.confirm(
                new ConfirmRequest(workspace, id, Optional.of(marked.note(id))))) {
            case ConfirmOutcome.Confirmed done -> new Result.Confirmed(done.booking(),
                    done.again() && !(key.isPresent() && by(done.booking()).equals(by)));
            case Refusal.Overloaded refused -> new Result.Refused(refused);
            case Refusal.Unknown refused -> new Result.Refused(refused);
            case Refusal.Expired refused -> new Result.Refused(refused);
            case Refusal.Cancelled refused -> new Result.Refused(refused);
            case Refusal.Stale refused -> new Result.Refused(refused);
        };
    }

    private static String by(Hold booking) {
        return Particulars.of(booking).map(Particulars::by).orElse("");
    }

    /// Only a hold that is still held has anything to pay; all else is the engine's to answer.
    private Optional<Result> payment(String workspace, String id, Particulars particulars) {
        Optional<Payment> payment = particulars.payment();
        if (payment.isEmpty()) {
            return Optional.empty();
        }
        return engine.find(workspace, id).filter(hold -> hold instanceof Hold.Held)
                .flatMap(hold -> {
                    List<Priced.Line> lines = priced.lines(workspace, hold);
                    Optional<Money> total = Priced.total(lines);
                    return payment.get().shortfall(total);
                }).map(Result.PaymentFailed::new);
    }
}
