package holdfast.lifecycle;

import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.Label;
import holdfast.Refusal;
import holdfast.ledger.Cause;
import holdfast.ledger.Piece;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.lifecycle.Replays.Prior;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// EXCHANGE: the old is given back and the new is taken in one step, so that one may overlap the
/// other; where the new cannot be had, the old is kept.
public record Exchanging(Stocks stocks) implements Verb<ExchangeRequest, ExchangeOutcome> {

    @Override
    public String workspace(ExchangeRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ExchangeRequest request) {
        return request.key().map(key ->
                request.label().fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ExchangeOutcome> serve(Tx tx, String workspace, List<Ask<ExchangeRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        List<String> keys = asks.stream().flatMap(ask -> ask.request().key().stream()).toList();
        List<Label> labels = asks.stream().map(ask -> ask.request().label()).toList();
        Wanted wanted = new Wanted(
                holds, keys, labels, (shelves, rows) -> want(shelves, rows, asks));
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<ExchangeOutcome> outcomes = new ArrayList<>();
            for (Ask<ExchangeRequest> ask : asks) {
                Optional<Prior> prior = locked.replays().prior(ask.request().key(), ask);
                outcomes.add(prior.isPresent()
                        ? again(ask, prior.get()) : decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    private static void want(
            Shelves shelves, Map<String, HoldRow> rows, List<Ask<ExchangeRequest>> asks) {
        for (Ask<ExchangeRequest> ask : asks) {
            HoldRow row = rows.get(ask.request().hold());
            if (row != null) {
                basket(ask.request(), row).want(shelves);
            }
        }
    }

    private static Basket basket(ExchangeRequest request, HoldRow row) {
        return new Basket(request.claims(), request.limits().orElse(List.of()),
                row.origin().customer());
    }

    private static ExchangeOutcome again(Ask<ExchangeRequest> ask, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(ask.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ExchangeOutcome.Exchanged(then(HoldText.parse(said.outcome())), true);
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    private static Hold then(HoldRow row) {
        return row.seen(Instant.MIN);
    }

    private static ExchangeOutcome decide(Locked locked, Ask<ExchangeRequest> ask)
            throws SQLException {
        ExchangeOutcome outcome = outcome(locked, ask);
        Optional<String> key = ask.request().key();
        if (outcome instanceof Refusal.Outdated) {
            return outcome;
        }
        if (outcome instanceof Refusal refusal) {
            locked.replays().say(key, ask, refusal);
        } else {
            HoldRow row = locked.row(ask.request().hold());
            if (row != null) {
                locked.replays().say(key, ask, HoldText.of(row));
            }
        }
        return outcome;
    }

    private static ExchangeOutcome outcome(Locked locked, Ask<ExchangeRequest> ask)
            throws SQLException {
        ExchangeRequest request = ask.request();
        String hold = request.hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, ask);
        if (own.isPresent()) {
            return new ExchangeOutcome.Exchanged(then(own.get()), false);
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        if (row.life().version() != request.version()) {
            return new Refusal.Stale(hold, row.life().version());
        }
        Optional<Refusal.Outdated> outdated = locked.listings().outdated(request.label());
        if (outdated.isPresent()) {
            return outdated.get();
        }
        return swap(locked, ask, row);
    }

    private static ExchangeOutcome swap(
            Locked locked, Ask<ExchangeRequest> ask, HoldRow row) {
        Shelves shelves = locked.shelves();
        Shelves.Mark mark = shelves.mark();
        Cause cause = Locked.cause(row, "exchange", row.life().state(), row.life().until());
        Kept same = new Kept(ask.request().claims(), row.pieces());
        // What counts against the customer's limits goes on counting unless the request says anew
        // what does: an exchange that is silent about limits cannot get around them.
        List<Piece> kept = new ArrayList<>(row.pieces().stream().filter(piece -> counts(piece)
                ? ask.request().limits().isEmpty() : same.stays(piece)).toList());
        for (Piece piece : row.pieces()) {
            if (kept.contains(piece)) {
                shelves.keep(cause, piece);
            } else {
                shelves.give(cause, piece);
            }
        }
        same.moved().forEach(piece -> shelves.takeBack(cause, piece));
        kept.addAll(same.moved());
        return switch (basket(ask.request(), row).take(shelves, cause, same.items())) {
            case Basket.Result.None none -> {
                shelves.undo(mark);
                yield refused(none.refusal());
            }
            case Basket.Result.All all -> {
                List<Piece> pieces = new ArrayList<>(all.pieces());
                pieces.addAll(kept);
                HoldRow next = locked.become(row.noted(notes(row, ask)), cause, ask, pieces);
                yield new ExchangeOutcome.Exchanged(next.seen(locked.now()), false);
            }
        };
    }

    private static Hold.Notes notes(HoldRow row, Ask<ExchangeRequest> ask) {
        return new Hold.Notes(
                ask.request().note().or(row.notes()::hold), row.notes().booking());
    }

    private static boolean counts(Piece piece) {
        return piece instanceof Piece.Places places && places.role() == Piece.Role.LIMIT;
    }

    private static ExchangeOutcome refused(Refusal refusal) {
        if (refusal instanceof ExchangeOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an exchange: " + refusal);
    }
}
