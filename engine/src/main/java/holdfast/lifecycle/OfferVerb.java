package holdfast.lifecycle;

import holdfast.ChangeOutcome;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Withdrawal;
import holdfast.claims.DatabaseClock;
import holdfast.claims.Objections;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.OfferVerb.Change;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/// OFFER and WITHDRAW: put an inventory on sale, change it, or take it off sale.
public final class OfferVerb implements BatchedVerb<Change, OfferOutcome> {
    private final KindStores stores;

    public OfferVerb(KindStores stores) {
        this.stores = stores;
    }

    public sealed interface Change {
        String workspace();

        record Put(String workspace, Inventory inventory) implements Change {}

        record Take(String workspace, Kind kind, String inventory) implements Change {}
    }

    @Override
    public String workspace(Change change) {
        return change.workspace();
    }

    @Override
    public Optional<String> text(Change change) {
        return Optional.empty();
    }

    private static final String WORKSPACE = """
            INSERT INTO workspace (workspace, made_at) VALUES (?, ?)
            ON CONFLICT ON CONSTRAINT workspace_once DO NOTHING""";

    static void workspace(Pipeline pipeline, String workspace, Instant at) {
        pipeline.update(WORKSPACE, workspace, at);
    }

    /// One request for each batch, so that a refused one leaves nothing behind.
    @Override
    public List<OfferOutcome> serve(Transaction tx, String workspace,
            List<Attempt<Change>> attempts)
            throws SQLException {
        List<OfferOutcome> outcomes = new ArrayList<>();
        for (Attempt<Change> attempt : attempts) {
            InventoryOffers.Named named = new InventoryOffers.Named();
            outcomes.add(switch (attempt.request()) {
                case Change.Put put -> {
                    named.offer(put.inventory(), true);
                    yield serve(tx, workspace, named,
                            put.inventory().kind(), put.inventory().id());
                }
                case Change.Take take -> {
                    named.withdraw(new Withdrawal(take.kind(), take.inventory(), false));
                    yield serve(tx, workspace, named, take.kind(), take.inventory());
                }
            });
        }
        return outcomes;
    }

    private OfferOutcome serve(
            Transaction tx, String workspace, InventoryOffers.Named named, Kind kind,
            String inventory)
            throws SQLException {
        InventoryOffers offers = named.open(
                stores, workspace, ThreadLocalRandom.current().nextLong());
        Pipeline locks = tx.pipeline();
        offers.lock(locks);
        Pipeline.Answer<Instant> clock = DatabaseClock.query(locks);
        locks.run();
        Objections objections = new Objections();
        offers.decide(tx, clock.only(), objections);
        Optional<OfferOutcome> refusal = objections.first().map(OfferVerb::refused);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        OptionalLong version = offers.version(kind, inventory);
        if (version.isEmpty()) {
            return new Refusal.Unknown(List.of(inventory));
        }
        List<PendingLine> lines = new ArrayList<>();
        Pipeline pipeline = tx.pipeline();
        offers.write(pipeline, lines);
        if (!lines.isEmpty()) {
            workspace(pipeline, workspace, clock.only());
            Journal.write(pipeline, workspace, clock.only(), lines, List.of());
        }
        tx.commit(pipeline);
        return new OfferOutcome.Offered(inventory, version.getAsLong());
    }

    private static OfferOutcome refused(ChangeOutcome refusal) {
        if (refusal instanceof OfferOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an offer: " + refusal);
    }
}
