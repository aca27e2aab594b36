package holdfast.engine;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Unanswered;
import holdfast.change.Forgetting.Forgotten;
import holdfast.change.Forgetting.Person;
import holdfast.change.Forgetting.Texts;
import holdfast.lifecycle.ExpireVerb;
import holdfast.lifecycle.ForgetVerb;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/// Forgets the customers of a person, one transaction each. Holds that are not booked are cancelled
/// first; the customer may make new ones meanwhile, so both are repeated.
final class ForgetRun {
    private static final String PSEUDONYM = "forgotten-";
    private static final int TRIES = 20;

    private final BatchRunner runner;
    private final Verbs verbs;
    private final String workspace;
    private final Texts texts;
    private int cancelled;

    ForgetRun(BatchRunner runner, Verbs verbs, String workspace, Texts texts) {
        this.runner = runner;
        this.verbs = verbs;
        this.workspace = workspace;
        this.texts = texts;
    }

    /// @param named the person's holds, as far as they exist
    Forgotten forget(Person person, Collection<Hold> named) {
        Set<String> customers = new TreeSet<>(person.customers());
        Set<String> alone = new TreeSet<>();
        for (Hold hold : named) {
            hold.basket().customer().filter(customer -> !customer.startsWith(PSEUDONYM))
                    .ifPresentOrElse(customers::add, () -> alone.add(hold.id()));
        }
        int changed = 0;
        for (String customer : customers) {
            changed += one(new ForgetVerb.Request(workspace, Optional.of(customer), Set.of(),
                    PSEUDONYM + UUID.randomUUID(), texts));
        }
        if (!alone.isEmpty()) {
            changed += one(new ForgetVerb.Request(
                    workspace, Optional.empty(), alone, "", texts));
        }
        return new Forgotten(changed, cancelled);
    }

    private int one(ForgetVerb.Request request) {
        for (int tries = 0; tries < TRIES; tries++) {
            ForgetVerb.Result result = runner.one(verbs.forget, workspace, request);
            if (result.live().isEmpty()) {
                return result.changed();
            }
            end(result.live());
        }
        throw new Unanswered("the customer makes new holds all the time",
                new TimeoutException("after " + TRIES + " tries"));
    }

    /// Those past their deadlines cannot be cancelled, and are expired.
    private void end(List<String> live) {
        for (String hold : live) {
            CancelOutcome outcome = runner.one(
                    verbs.cancel, workspace, new CancelRequest(workspace, hold, false));
            cancelled += outcome instanceof CancelOutcome.Done ? 1 : 0;
        }
        runner.all(verbs.expire, workspace, live.stream()
                .map(hold -> new ExpireVerb.Overdue(workspace, hold)).toList());
    }
}
