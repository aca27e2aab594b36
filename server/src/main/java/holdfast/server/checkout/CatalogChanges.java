package holdfast.server.checkout;

import holdfast.ChangeOutcome;
import holdfast.ListingChange;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.change.ChangePlan;
import holdfast.change.ChangeWork;
import holdfast.change.Changes;
import holdfast.postgres.Tx;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Ids;
import holdfast.server.catalog.Keys;
import holdfast.server.catalog.Pen;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Changes what a workspace describes and what is on sale by it, in one transaction.
///
/// The transaction first locks the workspace's catalogue and reads what is new in it. So what a
/// change is worked out from is valid until it is committed, and changes of one workspace follow
/// one another. Then the engine locks the inventories, works out every refusal, and writes all of
/// it with the new versions: the inventories, the halls' time, the descriptions and the key.
public final class CatalogChanges {
    private final Changes engine;
    private final Catalog catalog;
    private final Listings listings;

    public CatalogChanges(Changes engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
        this.listings = new Listings(catalog);
    }

    /// Who changes something, and under which key.
    public record Request(String workspace, String author, Optional<IdempotencyKey> key) {
        public Request(String workspace, String author) {
            this(workspace, author, Optional.empty());
        }
    }

    /// What a request comes to, worked out while the catalogue is locked.
    public sealed interface Plan {
        record Write(List<Draft> drafts) implements Plan {
            public Write(Draft only) {
                this(List.of(only));
            }
        }

        /// Nothing has to be written.
        record Already(Stored<? extends Thing> thing) implements Plan {}

        record Stale(long version) implements Plan {}
    }

    /// What is thrown while the plan is made comes back to the caller, and nothing is changed.
    public ChangeResult change(Request request, Supplier<Plan> plan) {
        Work work = new Work(request, plan);
        ChangeResult result;
        try {
            result = engine.change(request.workspace(), work);
        } finally {
            catalog.unlocked(request.workspace());
        }
        if (result instanceof ChangeResult.Done done) {
            catalog.keep(request.workspace(), done.things());
        }
        return result;
    }

    /// Makes one thing with this id, or finds it.
    public ChangeResult create(Request request, String id, Thing thing) {
        return change(request, () -> catalog.find(request.workspace(), id, Thing.class)
                .<Plan>map(Plan.Already::new)
                .orElseGet(() -> new Plan.Write(Draft.of(id, thing))));
    }

    private final class Work implements ChangeWork<ChangeResult> {
        private final Request request;
        private final Supplier<Plan> plan;
        private final String attempt = Ids.next("chg_");
        private List<Stored<Thing>> written = List.of();
        private long began = -1;

        Work(Request request, Supplier<Plan> plan) {
            this.request = request;
            this.plan = plan;
        }

        @Override
        public ChangePlan<ChangeResult> plan(Tx tx, int tries) throws SQLException {
            String workspace = request.workspace();
            long number = catalog.lock(tx, workspace);
            if (began < 0) {
                began = number;
            }
            Optional<ChangeResult> before = before(tx, tries);
            if (before.isPresent()) {
                return new ChangePlan.Answer<>(before.get());
            }
            return switch (plan.get()) {
                case Plan.Write write -> write(write.drafts(), number);
                case Plan.Already already -> already(already.thing());
                case Plan.Stale stale ->
                        new ChangePlan.Answer<>(new ChangeResult.Stale(stale.version()));
            };
        }

        /// What the key was answered before, or what an earlier try of this very change did.
        private Optional<ChangeResult> before(Tx tx, int tries) throws SQLException {
            if (tries > 0) {
                List<Stored<Thing>> own = Catalog.written(tx, new Pen(
                        request.workspace(), began, request.author(), attempt));
                if (!own.isEmpty()) {
                    return Optional.of(new ChangeResult.Done(own));
                }
            }
            if (request.key().isEmpty()) {
                return Optional.empty();
            }
            IdempotencyKey key = request.key().get();
            return Keys.recorded(tx, request.workspace(), key.key()).map(recorded ->
                    recorded.fingerprint().equals(key.fingerprint())
                            ? new ChangeResult.Done(stamped(recorded.outcome()))
                            : new ChangeResult.KeyReused(key.key()));
        }

        private List<Stored<Thing>> stamped(String stamps) {
            List<Stored<Thing>> all = new ArrayList<>();
            for (String stamp : stamps.split(" ", -1)) {
                all.add(catalog.stamped(request.workspace(), stamp).orElseThrow(() ->
                        new IllegalStateException("a key names " + stamp + ", and none is there")));
            }
            return all;
        }

        private ChangePlan<ChangeResult> already(Stored<? extends Thing> thing) {
            Stored<Thing> stored = thing.as(Thing.class);
            if (request.key().isEmpty()) {
                return new ChangePlan.Answer<>(new ChangeResult.Done(List.of(stored)));
            }
            return new ChangePlan.Change<>(List.of(),
                    (trip, at) -> record(trip, List.of(stored), at),
                    outcome -> result(outcome, List.of(stored)));
        }

        private ChangePlan<ChangeResult> write(List<Draft> drafts, long number) {
            List<ListingChange> changes = new ArrayList<>();
            List<ChangePlan.Unsold> unsold = new ArrayList<>();
            for (Draft draft : drafts) {
                changes.add(listings.change(request.workspace(), draft));
                unsold.addAll(listings.unsold(request.workspace(), draft));
            }
            Pen pen = new Pen(request.workspace(), number, request.author(), attempt);
            return new ChangePlan.Change<>(changes, (trip, at) -> {
                written = drafts.stream().map(draft -> new Stored<>(draft.id(), draft.version(),
                        draft.thing(), draft.listed(), at, request.author())).toList();
                Catalog.write(trip, pen, drafts, at);
                record(trip, written, at);
            }, outcome -> result(outcome, written), unsold);
        }

        private void record(
                holdfast.postgres.Trip trip, List<Stored<Thing>> things, Instant at) {
            request.key().ifPresent(key -> Keys.record(trip, request.workspace(),
                    new Keys.Recorded(key.key(), key.fingerprint(), String.join(" ",
                            things.stream().map(Stored::stamp).toList())), at));
        }
    }

    private static ChangeResult result(ChangeOutcome outcome, List<Stored<Thing>> things) {
        return switch (outcome) {
            case ChangeOutcome.Changed changed -> new ChangeResult.Done(things);
            case ChangeOutcome.OtherVersion other -> throw new IllegalStateException(
                    "the catalogue and the engine have different versions of " + other.listing());
            case ChangeOutcome.VenueTaken taken ->
                    new ChangeResult.HallTaken(taken.calendar(), taken.by());
            case OfferOutcome.OtherKind other -> new ChangeResult.OtherKind(other.inventory());
            case Refusal.Overloaded refused -> new ChangeResult.Refused(refused);
            case Refusal.Unknown refused -> new ChangeResult.Refused(refused);
            case Refusal.InTheWay refused -> new ChangeResult.Refused(refused);
        };
    }
}
