package holdfast.lifecycle;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.Refusal;
import holdfast.lifecycle.Locked.Wanted;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CANCEL: everything is given back, once. The same verb ends a hold and a booking, and (as
/// "unblock") what the house had taken out of sale.
public record Cancelling(Stocks stocks, boolean blocks)
        implements Verb<CancelRequest, CancelOutcome> {

    @Override
    public String workspace(CancelRequest request) {
        return request.workspace();
    }

    @Override
    public Optional<String> text(CancelRequest request) {
        return Optional.empty();
    }

    @Override
    public List<CancelOutcome> serve(Tx tx, String workspace, List<Ask<CancelRequest>> asks)
            throws SQLException {
        List<String> holds = asks.stream().map(ask -> ask.request().hold()).toList();
        Wanted wanted = new Wanted(holds, List.of(), (shelves, rows) -> { });
        try (Locked locked = Locked.open(tx, stocks, workspace, wanted)) {
            List<CancelOutcome> outcomes = new ArrayList<>();
            for (Ask<CancelRequest> ask : asks) {
                outcomes.add(decide(locked, ask));
            }
            locked.write();
            return outcomes;
        }
    }

    private CancelOutcome decide(Locked locked, Ask<CancelRequest> ask) throws SQLException {
        String hold = ask.request().hold();
        HoldRow row = locked.row(hold);
        if (row == null || row.origin().reason().isPresent() != blocks) {
            return new Refusal.Unknown(List.of(hold));
        }
        if (row.is("cancelled")) {
            return new CancelOutcome.Done(cancelled(row), locked.own(row, ask).isEmpty());
        }
        if (row.is("booked") && !ask.request().evenBooked()) {
            return new Refusal.Booked(hold);
        }
        if (row.is("expired") || row.lapsed(locked.now()) || locked.broken(row, ask)) {
            return new Refusal.Expired(hold, row.end());
        }
        String verb = blocks ? "unblock" : "cancel";
        return new CancelOutcome.Done(
                cancelled(locked.turn(row, verb, "cancelled", locked.now(), ask)), false);
    }

    private static Hold.Cancelled cancelled(HoldRow row) {
        return new Hold.Cancelled(row.basket(), row.end());
    }
}
