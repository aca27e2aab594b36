package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Label;
import holdfast.Refusal;
import holdfast.change.HoldListener;
import holdfast.ledger.Cause;
import holdfast.ledger.Clock;
import holdfast.ledger.Line;
import holdfast.ledger.Piece;
import holdfast.lifecycle.HoldRow.Life;
import holdfast.lifecycle.HoldRow.Origin;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// HOLD: take every claim of a request together, until a deadline, or none.
///
/// One trip locks everything the batch wants and reads the clock and the keys; then the requests
/// are decided one by one in the order they came, in memory; one trip writes it all and commits.
/// What is decided is safe because the rows are locked; the conditions of the writes and the
/// constraints of the tables would refuse it otherwise.
public record Holding(Stocks stocks) implements Verb<HoldRequest, HoldOutcome> {

    @Override
    public String workspace(HoldRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(HoldRequest request) {
        return request.key().map(key ->
                request.label().fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<HoldOutcome> serve(Tx tx, String workspace, List<Ask<HoldRequest>> asks)
            throws SQLException {
        if (Ahead.possible(asks)) {
            try (Shelves shelves = stocks.open(workspace)) {
                Optional<List<HoldOutcome>> outcomes =
                        new Ahead(tx, workspace, shelves, asks).serve();
                if (outcomes.isPresent()) {
                    return outcomes.get();
                }
            }
        }
        try (Shelves shelves = stocks.open(workspace)) {
            asks.forEach(ask -> basket(ask).want(shelves));
            Trip trip = tx.trip();
            shelves.lock(tx, trip);
            Trip.Answer<Instant> clock = Clock.ask(trip);
            Replays.Asked asked = Replays.ask(trip, workspace, keys(asks), tried(asks));
            Listings.Compared listings = Listings.compare(trip, workspace, labels(asks));
            trip.go();
            Instant now = clock.only();
            Replays replays = asked.known(tx);
            shelves.load(tx, now);
            List<HoldRow> made = new ArrayList<>();
            List<HoldOutcome> outcomes = new ArrayList<>();
            for (Ask<HoldRequest> ask : asks) {
                Optional<Replays.Prior> prior = replays.prior(ask.request().key(), ask);
                Optional<Refusal.Outdated> outdated = listings.outdated(ask.request().label());
                if (prior.isPresent()) {
                    outcomes.add(again(tx, workspace, ask, prior.get()));
                } else if (outdated.isPresent()) {
                    outcomes.add(outdated.get());
                } else {
                    outcomes.add(decide(shelves, replays, ask, now, made));
                }
            }
            write(tx, workspace, now, shelves, replays, made, HoldListener.NONE);
            return outcomes;
        }
    }

    static Basket basket(Ask<HoldRequest> ask) {
        HoldRequest request = ask.request();
        return new Basket(request.claims(), request.limits(), request.customer());
    }

    static List<String> keys(List<Ask<HoldRequest>> asks) {
        return asks.stream().flatMap(ask -> ask.request().key().stream()).toList();
    }

    static List<Label> labels(List<Ask<HoldRequest>> asks) {
        return asks.stream().map(ask -> ask.request().label()).toList();
    }

    private static List<String> tried(List<Ask<HoldRequest>> asks) {
        return asks.stream().filter(ask -> ask.tries() > 0).map(Ask::id).toList();
    }

    private static HoldOutcome again(
            Tx tx, String workspace, Ask<HoldRequest> ask, Replays.Prior prior)
            throws SQLException {
        return switch (prior) {
            case Replays.Prior.Made made -> new HoldOutcome.Granted(
                    Replays.held(Past.at(tx, workspace, made.row(), 1)),
                    !made.row().hold().equals(ask.id()));
            case Replays.Prior.Said said -> refused(RefusalText.parse(said.outcome()));
            case Replays.Prior.Other other ->
                    new Refusal.KeyReused(ask.request().key().orElseThrow());
        };
    }

    /// `now` is when the hold is made, from which its deadline counts.
    static HoldOutcome decide(
            Shelves shelves, Replays replays, Ask<HoldRequest> ask, Instant now,
            List<HoldRow> made) {
        HoldRequest request = ask.request();
        Cause cause = cause(ask, now);
        return switch (basket(ask).take(shelves, cause)) {
            case Basket.Result.None none -> {
                replays.say(request.key(), ask, none.refusal());
                yield refused(none.refusal());
            }
            case Basket.Result.All all -> {
                HoldRow row = row(ask, cause, now, all.pieces());
                made.add(row);
                replays.made(request.key(), ask, row);
                yield new HoldOutcome.Granted(Replays.held(row), false);
            }
        };
    }

    static Cause cause(Ask<HoldRequest> ask, Instant now) {
        Instant until = now.plus(ask.request().holdFor()).truncatedTo(ChronoUnit.MICROS);
        return new Cause("hold", ask.id(), 1, "held", until, Optional.empty());
    }

    static HoldRow row(Ask<HoldRequest> ask, Cause cause, Instant now, List<Piece> pieces) {
        HoldRequest request = ask.request();
        return new HoldRow(
                ask.id(), new Life("held", 1, cause.until(), now, ""),
                new Origin(request.customer(), now, Optional.empty()),
                new Hold.Notes(request.note(), Optional.empty()), pieces);
    }

    /// A refusal of a hold is one of its outcomes; anything else would be a bug.
    private static HoldOutcome refused(Refusal refusal) {
        if (refusal instanceof HoldOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to a hold: " + refusal);
    }

    static void write(
            Tx tx, String workspace, Instant now, Shelves shelves, Replays replays,
            List<HoldRow> made, HoldListener listener)
            throws SQLException {
        List<Line> lines = new ArrayList<>();
        Trip trip = tx.trip();
        shelves.write(trip, lines);
        Holds.insert(trip, workspace, now, made);
        replays.write(trip, workspace, now);
        Journal.write(trip, workspace, now, lines, made);
        if (!made.isEmpty()) {
            listener.changed(trip, workspace, made.stream().map(row -> row.seen(now)).toList());
        }
        if (!lines.isEmpty() || !replays.isEmpty()) {
            tx.commit(trip);
        }
        shelves.committed();
    }
}
