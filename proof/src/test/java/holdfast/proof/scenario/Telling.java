package holdfast.proof.scenario;

import holdfast.BlockOutcome;
import holdfast.CancelOutcome;
import holdfast.ConfirmOutcome;
import holdfast.ExchangeOutcome;
import holdfast.ExtendOutcome;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.Taken;
import holdfast.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/// Puts outcomes into a scenario's words. Holds are called by the name the scenario has for them.
record Telling(Times times, UnaryOperator<String> nameOf) {

    Told tell(HoldOutcome outcome) {
        return switch (outcome) {
            case HoldOutcome.Granted granted -> tell(granted.hold()).when(granted.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(ConfirmOutcome outcome) {
        return switch (outcome) {
            case ConfirmOutcome.Confirmed done -> tell(done.booking()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(CancelOutcome outcome) {
        return switch (outcome) {
            case CancelOutcome.Done done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(ExtendOutcome outcome) {
        return switch (outcome) {
            case ExtendOutcome.Extended done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(ExchangeOutcome outcome) {
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(BlockOutcome outcome) {
        return switch (outcome) {
            case BlockOutcome.Blocked done -> tell(done.block()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(OfferOutcome outcome) {
        return switch (outcome) {
            case OfferOutcome.Offered offered ->
                    Told.of("offered").with("v" + offered.version());
            case OfferOutcome.OtherKind other -> Told.of("other kind " + other.inventory());
            case Refusal refusal -> refused(refusal);
        };
    }

    Told tell(Hold hold) {
        Told state = switch (hold) {
            case Hold.Held held -> Told.of("held").with("until " + times.print(held.deadline()));
            case Hold.Booked booked -> Told.of("booked").with("at " + times.print(booked.at()));
            case Hold.Blocked blocked -> Told.of("blocked").with("because " + blocked.reason());
            case Hold.Cancelled over -> Told.of("cancelled").with("at " + times.print(over.at()));
            case Hold.Expired over -> Told.of("expired").with("at " + times.print(over.at()));
        };
        return noted(hold.basket().notes(), state.with("v" + hold.version()))
                .with("by " + hold.basket().customer().orElse("nobody"))
                .with("made " + times.print(hold.basket().madeAt()))
                .list(hold.basket().items().stream().map(this::taken).toList());
    }

    private static Told noted(Hold.Notes notes, Told told) {
        return told.with("noted " + notes.hold().orElse("nothing"))
                .with("booked noting " + notes.booking().orElse("nothing"));
    }

    private String taken(Taken item) {
        return switch (item) {
            case Taken.Capacity capacity -> capacity.pool() + " " + capacity.quantity();
            case Taken.Seats seats -> seats.seatMap() + " " + String.join(" ", seats.names());
            case Taken.Time time -> String.join(
                    " & ", time.stretches().stream().map(this::stretch).toList());
        };
    }

    /// The time with its buffers is told where there are any, and the lane where it is not the
    /// first.
    private String stretch(Taken.Stretch stretch) {
        Window visit = stretch.visit();
        Window occupied = stretch.occupied();
        return stretch.calendar() + " " + times.print(visit)
                + (occupied.equals(visit) ? "" : " (" + times.print(occupied) + ")")
                + (stretch.lane() == 0 ? "" : " lane " + stretch.lane());
    }

    private Told refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Overloaded _ -> Told.of("overloaded");
            case Refusal.KeyReused reused -> Told.of("key reused " + reused.key());
            case Refusal.Unknown unknown -> Told.of("unknown")
                    .list(unknown.ids().stream().map(nameOf).toList());
            case Refusal.Outdated old -> Told.of("outdated").list(old.listings());
            case Refusal.NotOnSale not -> Told.of("not on sale").list(not.inventories());
            case Refusal.LimitReached limit -> Told.of("limit " + limit.scope())
                    .with(limit.left() + " left of " + limit.most());
            case Refusal.Unavailable no -> Told.of("unavailable")
                    .list(no.shortages().stream().map(Telling::shortage).toList());
            case Refusal.Expired over ->
                    Told.of("has expired").with("at " + times.print(over.at())).with(over.hold());
            case Refusal.Cancelled over ->
                    Told.of("was cancelled").with("at " + times.print(over.at())).with(over.hold());
            case Refusal.Booked booked -> Told.of("is booked").with(booked.hold());
            case Refusal.Stale stale ->
                    Told.of("stale").with("v" + stale.version()).with(stale.hold());
            case Refusal.InTheWay way -> Told.of("in the way")
                    .list(way.claims().stream().map(this::standing).toList());
        };
    }

    /// Which item is told from the second on.
    private static String shortage(Shortage shortage) {
        List<String> taken = shortage.taken();
        return (shortage.item() == 0 ? "" : "item " + shortage.item() + " ")
                + shortage.inventory() + " " + shortage.left() + " left of " + shortage.asked()
                + (taken.isEmpty() ? "" : " taken " + String.join(" ", taken));
    }

    private String standing(Refusal.Standing claim) {
        return nameOf.apply(claim.hold()) + " " + claim.inventory() + " " + claim.what();
    }
}
