package holdfast.lifecycle;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.Claim;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Shelf;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BLOCK: the house takes something out of sale, for a reason. A block is a hold of the house's
/// that never lapses; where live claims stand in the way it says which, and takes nothing.
public record Blocking(Stocks stocks) implements Verb<BlockRequest, BlockOutcome> {

    @Override
    public String workspace(BlockRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(BlockRequest request) {
        return request.key().map(key ->
                request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<BlockOutcome> serve(Tx tx, String workspace, List<Ask<BlockRequest>> asks)
            throws SQLException {
        try (Shelves shelves = stocks.open(workspace)) {
            asks.forEach(ask -> basket(ask).want(shelves));
            Trip trip = tx.trip();
            shelves.lock(tx, trip);
            Trip.Answer<Instant> clock = Clock.ask(trip);
            Replays.Asked asked = Replays.ask(
                    trip, workspace,
                    asks.stream().flatMap(ask -> ask.request().key().stream()).toList(),
                    asks.stream().filter(ask -> ask.tries() > 0).map(Ask::id).toList());
            trip.go();
            Instant now = clock.only();
            Replays replays = asked.known(tx);
            shelves.load(tx, now);
            List<HoldRow> made = new ArrayList<>();
            List<BlockOutcome> outcomes = new ArrayList<>();
            for (Ask<BlockRequest> ask : asks) {
                Optional<Replays.Prior> prior = replays.prior(ask.request().key(), ask);
                outcomes.add(prior.isPresent()
                        ? again(tx, workspace, ask, prior.get())
                        : decide(tx, shelves, replays, ask, new Made(now, made)));
            }
            Holding.write(tx, workspace, now, shelves, replays, made, stocks.listener());
            return outcomes;
        }
    }

    private static Basket basket(Ask<BlockRequest> ask) {
        return new Basket(ask.request().claims(), List.of(), Optional.empty());
    }

    private static BlockOutcome again(
            Tx tx, String workspace, Ask<BlockRequest> ask, Replays.Prior prior)
            throws SQLException {
        return switch (prior) {
            case Replays.Prior.Made made -> blocked(
                    Past.at(tx, workspace, made.row(), 1),
                    !made.row().hold().equals(ask.id()));
            case Replays.Prior.Said said -> refused(RefusalText.parse(said.outcome()));
            case Replays.Prior.Other other ->
                    new Refusal.KeyReused(ask.request().key().orElseThrow());
        };
    }

    /// The blocks that a batch makes, and when.
    private record Made(Instant now, List<HoldRow> rows) {}

    private static BlockOutcome decide(
            Tx tx, Shelves shelves, Replays replays, Ask<BlockRequest> ask, Made made)
            throws SQLException {
        BlockRequest request = ask.request();
        Optional<String> reason = Optional.of(request.reason());
        Cause cause = new Cause("block", ask.id(), 1, "blocked", null, reason);
        return switch (basket(ask).take(shelves, cause)) {
            case Basket.Result.None none -> {
                Refusal refusal = none.refusal() instanceof Refusal.Unavailable
                        ? inTheWay(tx, shelves, request.claims()) : none.refusal();
                replays.say(request.key(), ask, refusal);
                yield refused(refusal);
            }
            case Basket.Result.All all -> {
                HoldRow row = new HoldRow(
                        ask.id(), new Life("blocked", 1, null, made.now, ""),
                        new Origin(Optional.empty(), made.now, reason),
                        Hold.Notes.NONE, all.pieces());
                made.rows.add(row);
                replays.made(request.key(), ask, row);
                yield blocked(row, false);
            }
        };
    }

    private static Refusal inTheWay(Tx tx, Shelves shelves, List<Claim> claims)
            throws SQLException {
        List<Refusal.Standing> standing = new ArrayList<>();
        for (Claim claim : claims) {
            for (Shelf.Standing each : shelves.inTheWay(tx, claim)) {
                standing.add(new Refusal.Standing(
                        each.hold(), each.piece().inventory(), each.piece().words()));
            }
        }
        return new Refusal.InTheWay(standing.stream().distinct().limit(1_000).toList());
    }

    private static BlockOutcome blocked(HoldRow row, boolean again) {
        return new BlockOutcome.Blocked(
                new Hold.Blocked(row.basket(), row.origin().reason().orElse("")), again);
    }

    private static BlockOutcome refused(Refusal refusal) {
        if (refusal instanceof BlockOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a block: " + refusal);
    }
}
