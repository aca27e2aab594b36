package holdfast.lifecycle;

import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.lifecycle.ChangingVerb.Decision.Done;
import holdfast.lifecycle.ChangingVerb.Decision.Refused;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.lifecycle.IdempotencyKeys.Prior;
import holdfast.lifecycle.Lifecycle.No;
import holdfast.lifecycle.Lifecycle.Step;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The frame of the verbs that change a hold. For each request in turn: the answer recorded for its
/// key, or the refusal by {@link Lifecycle}, or the verb's own change; then one write of all.
abstract class ChangingVerb<Q, A> implements BatchedVerb<Q, A> {
    private final KindStores stores;
    private final Verb verb;
    private final Class<A> type;

    ChangingVerb(KindStores stores, Verb verb, Class<A> type) {
        this.stores = stores;
        this.verb = verb;
        this.type = type;
    }

    sealed interface Decision {
        /// `again` if an earlier request had done it.
        record Done(HoldRow row, boolean again) implements Decision {}

        record Refused(Refusal refusal) implements Decision {}
    }

    abstract String hold(Q request);

    abstract Optional<String> key(Q request);

    /// Changes a hold whose state allows it, or refuses for a reason of the verb's own.
    abstract Decision change(HoldUpdate update, HoldRow row, Attempt<Q> attempt)
            throws SQLException;

    abstract A done(HoldRow row, boolean again);

    /// The answer to a repeated key. `again` is what the first answer said.
    A repeated(HoldRow row, boolean again) {
        return done(row, again);
    }

    /// Whether a refusal is recorded for the key, so that the same request gets it again.
    boolean recorded(Refusal refusal) {
        return true;
    }

    boolean evenBooked(Q request) {
        return false;
    }

    List<RequestOptions> options(Q request) {
        return List.of();
    }

    /// Names the further claims of a request, once its hold is known.
    void want(ClaimBatches batches, HoldRow row, Q request) {}

    @Override
    public final List<A> serve(Transaction tx, String workspace, List<Attempt<Q>> attempts)
            throws SQLException {
        try (HoldUpdate update = HoldUpdate.open(tx, stores, workspace, wanted(attempts))) {
            List<A> outcomes = new ArrayList<>();
            for (Attempt<Q> attempt : attempts) {
                Optional<Prior> prior = update.keys().prior(key(attempt.request()), attempt);
                outcomes.add(prior.isPresent()
                        ? repeated(attempt, prior.get()) : outcome(update, attempt));
            }
            update.write();
            return outcomes;
        }
    }

    private Wanted wanted(List<Attempt<Q>> attempts) {
        List<Q> requests = attempts.stream().map(Attempt::request).toList();
        return new Wanted(
                requests.stream().map(this::hold).toList(),
                requests.stream().flatMap(request -> key(request).stream()).toList(),
                requests.stream().flatMap(request -> options(request).stream()).toList(),
                (batches, rows) -> requests.forEach(request -> {
                    HoldRow row = rows.get(hold(request));
                    if (row != null) {
                        want(batches, row, request);
                    }
                }));
    }

    private A repeated(Attempt<Q> attempt, Prior prior) {
        if (!(prior instanceof Prior.Recorded recorded)) {
            return refused(new Refusal.KeyReused(key(attempt.request()).orElseThrow()));
        }
        String outcome = recorded.outcome();
        return HoldText.isHold(outcome)
                ? repeated(HoldText.parse(outcome), HoldText.isAgain(outcome))
                : refused(RefusalText.parse(outcome));
    }

    private A outcome(HoldUpdate update, Attempt<Q> attempt) throws SQLException {
        Optional<String> key = key(attempt.request());
        return switch (decide(update, attempt)) {
            case Done done -> {
                update.keys().record(key, attempt,
                        done.again() ? HoldText.again(done.row()) : HoldText.of(done.row()));
                yield done(done.row(), done.again());
            }
            case Refused refused -> {
                if (recorded(refused.refusal())) {
                    update.keys().record(key, attempt, refused.refusal());
                }
                yield refused(refused.refusal());
            }
        };
    }

    private Decision decide(HoldUpdate update, Attempt<Q> attempt) throws SQLException {
        String hold = hold(attempt.request());
        HoldRow row = update.row(hold);
        if (row == null) {
            return new Refused(new Refusal.Unknown(List.of(hold)));
        }
        Step step = Lifecycle.step(verb, row.state(update.now()), row.isBlock(),
                evenBooked(attempt.request()));
        if (step == No.UNKNOWN) {
            return new Refused(Lifecycle.refusal(No.UNKNOWN, row));
        }
        Optional<HoldRow> own = update.own(row, attempt);
        if (own.isPresent()) {
            return new Done(own.get(), false);
        }
        return switch (step) {
            case No no -> no == No.AGAIN
                    ? new Done(row, true) : new Refused(Lifecycle.refusal(no, row));
            case Step.To to -> update.broken(row, attempt)
                    ? new Refused(Lifecycle.refusal(No.EXPIRED, row))
                    : change(update, row, attempt);
        };
    }

    private A refused(Refusal refusal) {
        if (!type.isInstance(refusal)) {
            throw new IllegalStateException("not an answer to " + verb + ": " + refusal);
        }
        return type.cast(refusal);
    }
}
