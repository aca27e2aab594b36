package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.json.Json;
import holdfast.server.store.ShortTransactions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/// The requests to providers: each is written before it is sent, and only while what it is for still
/// has to be asked. A lease may end before its process does, so two may work at one payment.
final class PaymentSteps {
    private final ShortTransactions store;
    private final PaymentFaults faults;

    PaymentSteps(ShortTransactions store, PaymentFaults faults) {
        this.store = store;
        this.faults = faults;
    }

    /// Another process has moved the payment on since it was read.
    static final class OvertakenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        OvertakenException(PaymentRow row) {
            super(row.id() + " is no longer " + row.state().word());
        }
    }

    Optional<StepTable.Step> pending(PaymentRow row, StepTable.Kind kind) {
        return store.read(tx -> StepTable.pending(
                tx, row.workspace(), row.id(), kind, row.id()));
    }

    /// The unanswered step of this kind, or a new one, which is committed.
    ///
    /// @param asked its parameters, which are frozen when it is written
    /// @throws OvertakenException if the payment is in another state
    StepTable.Step prepared(PaymentRow row, StepTable.Kind kind, String asked) {
        faults.at(kind.word() + ".before");
        Optional<StepTable.Step> step = store.change(tx -> StepTable.lock(
                tx, row.workspace(), row.id()) == row.state()
                        ? Optional.of(written(tx, row, kind, row.id(), asked)) : Optional.empty());
        faults.at(kind.word() + ".written");
        return step.orElseThrow(() -> new OvertakenException(row));
    }

    /// The same for a refund. Empty once another process has its answer: with another key the
    /// provider would refund it a second time, or refuse what is done.
    Optional<StepTable.Step> prepared(PaymentRow row, Refund refund) {
        String asked = Json.text(
                json -> json.put("refund", refund.id()).put("amount", refund.amount()));
        faults.at(StepTable.Kind.REFUND.word() + ".before");
        Optional<StepTable.Step> step = store.change(tx -> {
            StepTable.lock(tx, row.workspace(), row.id());
            return RefundTable.isAsked(tx, refund) ? Optional.of(
                    written(tx, row, StepTable.Kind.REFUND, refund.id(), asked))
                    : Optional.empty();
        });
        faults.at(StepTable.Kind.REFUND.word() + ".written");
        return step;
    }

    private static StepTable.Step written(Transaction tx, PaymentRow row, StepTable.Kind kind,
            String about, String asked) throws SQLException {
        Optional<StepTable.Step> before =
                StepTable.pending(tx, row.workspace(), row.id(), kind, about);
        if (before.isPresent()) {
            return before.get();
        }
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<StepTable.Step> made = StepTable.insert(
                pipeline, row.workspace(), row.id(), kind, about, asked);
        pipeline.run();
        return made.only();
    }

    <T> T sent(StepTable.Kind kind, Supplier<T> request) {
        T answer = request.get();
        faults.at(kind.word() + ".sent");
        return answer;
    }
}
