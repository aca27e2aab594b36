package holdfast.lifecycle;

import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CONFIRM: a hold becomes a booking. At its deadline and after it is too late, by the clock that
/// is read once everything is locked.
public record Confirming(Stocks stocks) implements Verb<ConfirmRequest, ConfirmOutcome> {

    @Override
    public String workspace(ConfirmRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(ConfirmRequest request) {
        return Optional.empty();
    }

    @Override
    public List<ConfirmOutcome> serve(Tx tx, String workspace, List<Ask<ConfirmRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        Wanted wanted = new Wanted(holds, List.of(), (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<ConfirmOutcome> outcomes = new ArrayList<>();
            for (Ask<ConfirmRequest> ask : asks) {
                outcomes.add(decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    private static ConfirmOutcome decide(Locked locked, Ask<ConfirmRequest> ask)
            throws SQLException {
        String hold = ask.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.is("blocked")) {
            return new Refusal.Unknown(List.of(hold));
        }
        Optional<HoldRow> own = locked.own(row, ask);
        if (own.isPresent() || row.is("booked")) {
            return new ConfirmOutcome.Confirmed(booked(own.orElse(row)), own.isEmpty());
        }
        if (row.is("cancelled")) {
            return new Refusal.Cancelled(hold, row.end());
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        if (ask.request().version().filter(seen -> seen != row.life().version()).isPresent()) {
            return new Refusal.Stale(hold, row.life().version());
        }
        HoldRow noted = row.noted(new Hold.Notes(row.notes().hold(), ask.request().note()));
        HoldRow next = locked.turn(noted, "confirm", "booked", null, ask);
        return new ConfirmOutcome.Confirmed(booked(next), false);
    }

    private static Hold.Booked booked(HoldRow row) {
        return new Hold.Booked(row.basket(), row.life().changedAt());
    }
}
