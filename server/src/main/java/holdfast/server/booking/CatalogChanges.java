package holdfast.server.booking;

import holdfast.ChangeOutcome;
import holdfast.Invalid;
import holdfast.ListingChange;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.change.CallerKeys;
import holdfast.change.ChangePlan;
import holdfast.change.ChangeWork;
import holdfast.change.Changes;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.ChangeAuthor;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Picture;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.pictures.PictureTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Changes a workspace's catalogue and what is on sale by it, in one transaction.
///
/// The transaction first locks the workspace's catalogue and reads what is new in it. So the state
/// that a change is computed from is valid until the commit, and changes of one workspace are
/// serialized. Then the engine locks the inventories, checks for every refusal, and writes
/// everything with the new versions: the inventories, the venues' time, the catalogue entries and
/// the key.
public final class CatalogChanges {
    private final Changes engine;
    private final Catalog catalog;
    private final DescribedInventories listings;

    public CatalogChanges(Changes engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
        this.listings = new DescribedInventories(catalog);
    }

    /// The author of a change and its idempotency key.
    public record Request(String workspace, String author, Optional<IdempotencyKey> key) {
        public Request(String workspace, String author) {
            this(workspace, author, Optional.empty());
        }
    }

    /// The plan of a change, made while the catalogue is locked.
    public sealed interface Plan {
        record Write(List<Draft> drafts) implements Plan {
            public Write(Draft only) {
                this(List.of(only));
            }
        }

        /// There is nothing to write.
        record Already(Versioned<? extends CatalogEntry> entry) implements Plan {}

        record Stale(long version) implements Plan {}
    }

    // The bookings of an event that moves hear of it; a background job works through them.
    private static final String MOVED = """
            INSERT INTO event_move (workspace, event, version, after_at, after_hold)
            VALUES (?, ?, ?, '-infinity', '')""";

    /// An exception from the plan reaches the caller, and nothing is changed.
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

    /// Makes one catalogue entry with this id, or finds it.
    public ChangeResult create(Request request, String id, CatalogEntry entry) {
        return change(request, () -> catalog.find(request.workspace(), id, CatalogEntry.class)
                .<Plan>map(Plan.Already::new)
                .orElseGet(() -> new Plan.Write(Draft.of(id, entry))));
    }

    private final class Work implements ChangeWork<ChangeResult> {
        private final Request request;
        private final Supplier<Plan> plan;
        private final String attempt = RandomIds.next("chg_");
        private List<Versioned<CatalogEntry>> written = List.of();
        private long began = -1;

        Work(Request request, Supplier<Plan> plan) {
            this.request = request;
            this.plan = plan;
        }

        @Override
        public ChangePlan<ChangeResult> plan(Transaction tx, int tries) throws SQLException {
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
                case Plan.Write write -> {
                    requirePictures(tx, write.drafts());
                    yield write(write.drafts(), number);
                }
                case Plan.Already already -> already(already.entry());
                case Plan.Stale stale ->
                        new ChangePlan.Answer<>(new ChangeResult.Stale(stale.version()));
            };
        }

        /// The recorded answer of the key, or the result of an earlier try of this very change.
        private Optional<ChangeResult> before(Transaction tx, int tries) throws SQLException {
            if (tries > 0) {
                List<Versioned<CatalogEntry>> own = Catalog.written(tx, new ChangeAuthor(
                        request.workspace(), began, request.author(), attempt));
                if (!own.isEmpty()) {
                    return Optional.of(new ChangeResult.Done(own));
                }
            }
            if (request.key().isEmpty()) {
                return Optional.empty();
            }
            IdempotencyKey key = request.key().get();
            return CallerKeys.recorded(tx, request.workspace(), key.key())
                    .map(recorded -> recorded.fingerprint().equals(key.fingerprint())
                            ? new ChangeResult.Done(stamped(recorded.outcome()))
                            : new ChangeResult.KeyReused(key.key()));
        }

        private List<Versioned<CatalogEntry>> stamped(String stamps) {
            List<Versioned<CatalogEntry>> all = new ArrayList<>();
            for (String stamp : stamps.split(" ", -1)) {
                all.add(catalog.stamped(request.workspace(), stamp)
                        .orElseThrow(() -> new IllegalStateException(
                                "a key names " + stamp + ", and there is none")));
            }
            return all;
        }

        private ChangePlan<ChangeResult> already(Versioned<? extends CatalogEntry> entry) {
            Versioned<CatalogEntry> stored = entry.as(CatalogEntry.class);
            if (request.key().isEmpty()) {
                return new ChangePlan.Answer<>(new ChangeResult.Done(List.of(stored)));
            }
            return new ChangePlan.Change<>(List.of(),
                    (pipeline, at) -> record(pipeline, List.of(stored), at),
                    outcome -> result(outcome, List.of(stored)));
        }

        /// Pictures are deleted under the catalogue's lock too, so that these stay.
        private void requirePictures(Transaction tx, List<Draft> drafts) throws SQLException {
            for (Draft draft : drafts) {
                Optional<String> picture = draft.entry().picture().map(Picture::id);
                if (picture.isPresent()
                        && !PictureTable.has(tx, request.workspace(), picture.get())) {
                    throw new Invalid(draft.entry() instanceof Terms ? "logo.id" : "picture.id",
                            "must be a picture of this workspace");
                }
            }
        }

        private ChangePlan<ChangeResult> write(List<Draft> drafts, long number) {
            List<ListingChange> changes = new ArrayList<>();
            List<ChangePlan.Unsold> unsold = new ArrayList<>();
            List<Consumer<Pipeline>> moves = new ArrayList<>();
            for (Draft draft : drafts) {
                if (moved(draft)) {
                    moves.add(pipeline -> pipeline.update(MOVED, request.workspace(), draft.id(),
                            draft.version()));
                }
                changes.add(listings.change(request.workspace(), draft));
                unsold.addAll(listings.unsold(request.workspace(), draft));
            }
            ChangeAuthor author =
                    new ChangeAuthor(request.workspace(), number, request.author(), attempt);
            return new ChangePlan.Change<>(changes, (pipeline, at) -> {
                written = drafts.stream().map(draft -> new Versioned<>(draft.id(), draft.version(),
                        draft.entry(), draft.listed(), at, request.author())).toList();
                Catalog.write(pipeline, author, drafts, at);
                moves.forEach(move -> move.accept(pipeline));
                record(pipeline, written, at);
            }, outcome -> result(outcome, written), unsold);
        }

        /// Whether the event takes place at another time than before.
        private boolean moved(Draft draft) {
            return draft.seen() > 0 && draft.entry() instanceof Event now
                    && catalog.version(request.workspace(), draft.id(), draft.seen())
                            .map(Versioned::entry)
                            .filter(before -> before instanceof Event then
                                    && !then.when().equals(now.when()))
                            .isPresent();
        }

        private void record(
                Pipeline pipeline, List<Versioned<CatalogEntry>> things,
                Instant at) {
            request.key().ifPresent(key -> CallerKeys.record(pipeline, request.workspace(),
                    new CallerKeys.Recorded(key.key(), key.fingerprint(), String.join(" ",
                            things.stream().map(Versioned::stamp).toList())),
                    at));
        }
    }

    private static ChangeResult result(ChangeOutcome outcome,
            List<Versioned<CatalogEntry>> things) {
        return switch (outcome) {
            case ChangeOutcome.Changed changed -> new ChangeResult.Done(things);
            case ChangeOutcome.OtherVersion other -> throw new IllegalStateException(
                    "the catalogue and the engine have different versions of " + other.listing());
            case ChangeOutcome.VenueTaken taken ->
                    new ChangeResult.VenueTaken(taken.calendar(), taken.by());
            case OfferOutcome.OtherKind other -> new ChangeResult.OtherKind(other.inventory());
            case Refusal refused -> new ChangeResult.Refused(refused);
        };
    }
}
