package holdfast.lifecycle;

import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.Refusal;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.lifecycle.Replays.Prior;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// EXTEND: a hold lives longer, up to the bound counted from when it was made. Never shorter: two
/// requests that cross each other leave the later deadline.
public record Extending(Stocks stocks, Duration longest)
        implements Verb<ExtendRequest, ExtendOutcome> {

    @Override
    public String workspace(ExtendRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ExtendRequest request) {
        return request.key().map(key ->
                request.fingerprint().orElseGet(() -> RequestText.of(request)));
    }

    @Override
    public List<ExtendOutcome> serve(Tx tx, String workspace, List<Ask<ExtendRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        List<String> keys = asks.stream().flatMap(ask -> ask.request().key().stream()).toList();
        Wanted wanted = new Wanted(holds, keys, (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<ExtendOutcome> outcomes = new ArrayList<>();
            for (Ask<ExtendRequest> ask : asks) {
                Optional<Prior> prior = locked.replays().prior(ask.request().key(), ask);
                outcomes.add(prior.isPresent()
                        ? again(ask, prior.get()) : decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    private static ExtendOutcome again(Ask<ExtendRequest> ask, Prior prior) {
        if (!(prior instanceof Prior.Said said)) {
            return new Refusal.KeyReused(ask.request().key().orElseThrow());
        }
        if (HoldText.isHold(said.outcome())) {
            return new ExtendOutcome.Extended(
                    Replays.held(HoldText.parse(said.outcome())), true);
        }
        return refused(RefusalText.parse(said.outcome()));
    }

    private ExtendOutcome decide(Locked locked, Ask<ExtendRequest> ask) throws SQLException {
        ExtendOutcome outcome = outcome(locked, ask);
        Optional<String> key = ask.request().key();
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

    private ExtendOutcome outcome(Locked locked, Ask<ExtendRequest> ask) throws SQLException {
        String hold = ask.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, ask);
        if (own.isPresent()) {
            return new ExtendOutcome.Extended(Replays.held(own.get()), false);
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("booked")) {
            return new Refusal.Booked(hold);
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        Instant bound = row.origin().madeAt().plus(longest);
        if (!row.end().isBefore(bound)) {
            return new Refusal.LimitReached("holdFor", longest.toSeconds(), 0);
        }
        Instant wanted = locked.now().plus(ask.request().holdFor())
                .truncatedTo(ChronoUnit.MICROS);
        Instant until = wanted.isAfter(bound) ? bound : wanted;
        if (!until.isAfter(row.end())) {
            return new ExtendOutcome.Extended(Replays.held(row), false);
        }
        return new ExtendOutcome.Extended(
                Replays.held(locked.turn(row, "extend", "held", until, ask)), false);
    }

    private static ExtendOutcome refused(Refusal refusal) {
        if (refusal instanceof ExtendOutcome outcome) {
            return outcome;
        }
        throw new IllegalStateException("not an answer to an extension: " + refusal);
    }
}
