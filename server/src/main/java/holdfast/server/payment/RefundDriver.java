package holdfast.server.payment;

import holdfast.postgres.Pipeline;
import holdfast.postgres.Retries;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.store.ShortTransactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks the provider for the refunds that were written, and records those that were made in its
/// dashboard. A refund never changes the booking.
final class RefundDriver {
    private final ShortTransactions store;
    private final PaymentSteps steps;
    private final PaymentFaults faults;

    RefundDriver(ShortTransactions store, PaymentSteps steps, PaymentFaults faults) {
        this.store = store;
        this.steps = steps;
        this.faults = faults;
    }

    sealed interface Result {
        /// Nothing more to do now.
        ///
        /// @param refunded  what was refunded
        /// @param complaint what staff has to look at
        record Quiet(long refunded, Optional<String> complaint, Optional<String> dispute)
                implements Result {}

        record Waiting(String why) implements Result {}
    }

    Result drive(PaymentRow row, ProviderAccounts.Connected to, Instant now) {
        Answer<List<ProviderClient.ProviderRefund>> listed = to.client().refunds(row.refs());
        if (!(listed instanceof Answer.Done<List<ProviderClient.ProviderRefund>> known)) {
            return new Result.Waiting("the refunds cannot be read");
        }
        for (Refund refund : read(row)) {
            Optional<ProviderClient.ProviderRefund> there = known.value().stream()
                    .filter(each -> each.order().equals(Optional.of(refund.id()))
                            || Optional.of(each.ref()).equals(refund.ref()))
                    .findFirst();
            if (there.isPresent()) {
                record(row, refund, there.get());
            } else if (refund.state() == Refund.State.ASKED) {
                Optional<String> problem = ask(row, refund, to, now);
                if (problem.isPresent()) {
                    return new Result.Waiting(problem.get());
                }
            }
        }
        made(row, known.value());
        return result(row, to);
    }

    private Result result(PaymentRow row, ProviderAccounts.Connected to) {
        List<Refund> all = read(row);
        if (all.stream().anyMatch(each -> each.state() == Refund.State.ASKED
                || each.state() == Refund.State.SENT)) {
            return new Result.Waiting("a refund is under way");
        }
        Optional<String> complaint = all.stream()
                .filter(each -> each.state() == Refund.State.DUE).findFirst()
                .map(each -> "staff has to pay back " + each.id())
                .or(() -> all.isEmpty() || all.getLast().state() != Refund.State.FAILED
                        ? Optional.empty() : Optional.of("a refund failed"));
        return new Result.Quiet(all.stream().filter(each -> each.state() == Refund.State.DONE)
                .mapToLong(Refund::amount).sum(), complaint,
                to.client().look(row.refs()) instanceof Answer.Done<ProviderClient.Look> seen
                        ? seen.value().dispute() : Optional.empty());
    }

    private List<Refund> read(PaymentRow row) {
        return store.read(tx -> RefundTable.of(tx, row.workspace(), row.id()));
    }

    /// Sends a refund that the provider does not have. Returns why it has to wait.
    private Optional<String> ask(
            PaymentRow row, Refund refund, ProviderAccounts.Connected to, Instant now) {
        Optional<StepTable.Step> prepared = steps.prepared(row, refund);
        Optional<StepTable.Step> ended = prepared.filter(step -> step.at()
                .plus(to.provider().capabilities().keyLife()).isBefore(now));
        if (ended.isPresent()) {
            // The provider does not list it, and the old key no longer protects from a second one.
            answered(row, ended.get(), "key ended");
            prepared = steps.prepared(row, refund);
        }
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        StepTable.Step step = prepared.get();
        Answer<ProviderClient.ProviderRefund> answer = to.client().refund(step.key(), row.refs(),
                new ProviderClient.RefundOrder(refund.id(),
                        new Money(refund.amount(), row.agreed().amount().currency())));
        faults.at("refund.sent");
        return switch (answer) {
            case Answer.Unknown<ProviderClient.ProviderRefund>(String why) -> Optional.of(why);
            case Answer.Refused<ProviderClient.ProviderRefund>(String why) -> {
                change(row, refund, Refund.State.FAILED, Optional.empty(), Optional.of(why));
                answered(row, step, why);
                yield Optional.empty();
            }
            case Answer.Done<ProviderClient.ProviderRefund>(ProviderClient.ProviderRefund done) -> {
                record(row, refund, done);
                answered(row, step, done.ref());
                yield Optional.empty();
            }
        };
    }

    private void answered(PaymentRow row, StepTable.Step step, String answer) {
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            StepTable.answered(pipeline, row.workspace(), row.id(), step.number(), answer);
            pipeline.run();
            return true;
        });
    }

    private void record(
            PaymentRow row, Refund refund, ProviderClient.ProviderRefund there) {
        Refund.State state = state(there.status());
        // By hand is what staff says, whatever is asked again.
        if (state != refund.state()
                && !(state == Refund.State.DUE && refund.state() == Refund.State.DONE)) {
            change(row, refund, state, Optional.of(there.ref()), Optional.empty());
        }
    }

    private static Refund.State state(ProviderClient.RefundStatus status) {
        return switch (status) {
            case PENDING -> Refund.State.SENT;
            case DONE -> Refund.State.DONE;
            case FAILED -> Refund.State.FAILED;
            case BY_HAND -> Refund.State.DUE;
        };
    }

    private void change(PaymentRow row, Refund refund, Refund.State state, Optional<String> ref,
            Optional<String> why) {
        faults.at("refund." + state.word());
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            RefundTable.change(pipeline, refund, state, ref, why);
            pipeline.run();
            return row;
        });
        faults.at("refund.recorded");
    }

    /// Another node may have recorded it; and while a refund of ours is refused there is no room for
    /// it. Both are seen at the next look.
    private void record(Retries.Work<Boolean> write) {
        try {
            store.change(write);
        } catch (ShortTransactions.RefusedException refused) {
            if (refused.constraint().filter(Set.of(RefundTable.PROVIDER_ONCE,
                    RefundTable.AT_MOST_CAPTURED)::contains).isEmpty()) {
                throw refused;
            }
        }
    }

    /// Records refunds that were made in the provider's dashboard.
    private void made(PaymentRow row, List<ProviderClient.ProviderRefund> known) {
        List<Refund> ours = read(row);
        for (ProviderClient.ProviderRefund each : known) {
            boolean recorded = ours.stream().anyMatch(refund -> Optional.of(each.ref())
                    .equals(refund.ref()) || each.order().equals(Optional.of(refund.id())));
            if (!recorded && each.status() != ProviderClient.RefundStatus.FAILED) {
                record(tx -> {
                    Pipeline pipeline = tx.pipeline();
                    RefundTable.insert(pipeline, new Refund(row.workspace(),
                            RandomIds.next("ref_"), row.id(), each.amount(),
                            state(each.status()), Refund.Origin.PROVIDER, Optional.empty(), "",
                            row.agreed().madeAt(), Optional.of(each.ref()), Optional.empty()),
                            row.agreed().provider());
                    pipeline.run();
                    return true;
                });
            }
        }
    }
}
