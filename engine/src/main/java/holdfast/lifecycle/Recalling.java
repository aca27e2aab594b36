package holdfast.lifecycle;

import holdfast.Hold;
import holdfast.Recorded;
import holdfast.Refusal;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// RECALL: what is recorded for a key. It locks nothing and changes nothing.
public final class Recalling {
    private Recalling() {}

    public static Optional<Recorded> recall(
            Tx tx, String workspace, String key, String digest) throws SQLException {
        Trip trip = tx.trip();
        Replays.Asked asked = Replays.ask(trip, workspace, List.of(key), List.of());
        trip.go();
        Optional<Replays.Prior> prior =
                asked.known(tx).prior(Optional.of(key), new Ask<>(key, "", digest, 0));
        return prior.isEmpty() ? Optional.empty()
                : Optional.of(recorded(tx, workspace, key, prior.get()));
    }

    private static Recorded recorded(
            Tx tx, String workspace, String key, Replays.Prior prior) throws SQLException {
        return switch (prior) {
            case Replays.Prior.Made made -> new Recorded.Done(
                    then(Past.at(tx, workspace, made.row(), 1)), false);
            case Replays.Prior.Said said -> HoldText.isHold(said.outcome())
                    ? new Recorded.Done(then(HoldText.parse(said.outcome())),
                            HoldText.isAgain(said.outcome()))
                    : new Recorded.Refused(RefusalText.parse(said.outcome()));
            case Replays.Prior.Other other ->
                    new Recorded.Refused(new Refusal.KeyReused(key));
        };
    }

    private static Hold then(HoldRow row) {
        return row.seen(Instant.MIN);
    }
}
