package holdfast.proof.scenario;

import holdfast.BlockOutcome;
import holdfast.CancelOutcome;
import holdfast.ConfirmOutcome;
import holdfast.ExchangeOutcome;
import holdfast.ExtendOutcome;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.Window;
import java.util.List;
import java.util.function.UnaryOperator;

/// Writes outcomes as scenario text. Holds have the scenario's names.
record OutcomeText(Times times, UnaryOperator<String> nameOf) {

    AnswerText tell(HoldOutcome outcome) {
        return switch (outcome) {
            case HoldOutcome.Granted granted -> tell(granted.hold()).when(granted.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(ConfirmOutcome outcome) {
        return switch (outcome) {
            case ConfirmOutcome.Confirmed done -> tell(done.booking()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(CancelOutcome outcome) {
        return switch (outcome) {
            case CancelOutcome.Done done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(ExtendOutcome outcome) {
        return switch (outcome) {
            case ExtendOutcome.Extended done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(ExchangeOutcome outcome) {
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> tell(done.hold()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(BlockOutcome outcome) {
        return switch (outcome) {
            case BlockOutcome.Blocked done -> tell(done.block()).when(done.again(), "again");
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(OfferOutcome outcome) {
        return switch (outcome) {
            case OfferOutcome.Offered offered ->
                    AnswerText.of("offered").with("v" + offered.version());
            case OfferOutcome.OtherKind other -> AnswerText.of("other kind " + other.inventory());
            case Refusal refusal -> refused(refusal);
        };
    }

    AnswerText tell(Hold hold) {
        AnswerText state = switch (hold) {
            case Hold.Held held ->
                    AnswerText.of("held").with("until " + times.print(held.deadline()));
            case Hold.Booked booked ->
                    AnswerText.of("booked").with("at " + times.print(booked.at()));
            case Hold.Blocked blocked ->
                    AnswerText.of("blocked").with("because " + blocked.reason());
            case Hold.Cancelled over ->
                    AnswerText.of("cancelled").with("at " + times.print(over.at()));
            case Hold.Expired over -> AnswerText.of("expired").with("at " + times.print(over.at()));
        };
        return noted(hold.basket().notes(), state.with("v" + hold.version()))
                .with("by " + hold.basket().customer().orElse("nobody"))
                .with("made " + times.print(hold.basket().madeAt()))
                .list(hold.basket().items().stream().map(this::taken).toList());
    }

    private static AnswerText noted(Hold.Notes notes, AnswerText text) {
        return text.with("noted " + notes.hold().orElse("nothing"))
                .with("booked noting " + notes.booking().orElse("nothing"));
    }

    private String taken(HeldItem item) {
        return switch (item) {
            case HeldItem.Capacity capacity -> capacity.pool() + " " + capacity.quantity();
            case HeldItem.Seats seats -> seats.seatMap() + " " + String.join(" ", seats.names());
            case HeldItem.Time time -> String.join(
                    " & ", time.stretches().stream().map(this::stretch).toList());
        };
    }

    /// The time with its buffers is written where there are any, and the lane where it is not the
    /// first.
    private String stretch(HeldItem.Stretch stretch) {
        Window visit = stretch.visit();
        Window occupied = stretch.occupied();
        return stretch.calendar() + " " + times.print(visit)
                + (occupied.equals(visit) ? "" : " (" + times.print(occupied) + ")")
                + (stretch.lane() == 0 ? "" : " lane " + stretch.lane());
    }

    private AnswerText refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Overloaded _ -> AnswerText.of("overloaded");
            case Refusal.KeyReused reused -> AnswerText.of("key reused " + reused.key());
            case Refusal.Unknown unknown -> AnswerText.of("unknown")
                    .list(unknown.ids().stream().map(nameOf).toList());
            case Refusal.Outdated old -> AnswerText.of("outdated").list(old.listings());
            case Refusal.NotOnSale not -> AnswerText.of("not on sale").list(not.inventories());
            case Refusal.LimitReached limit -> AnswerText.of("limit " + limit.scope())
                    .with(limit.left() + " left of " + limit.most());
            case Refusal.Unavailable no -> AnswerText.of("unavailable")
                    .list(no.shortages().stream().map(OutcomeText::shortage).toList());
            case Refusal.Expired over ->
                    AnswerText.of("has expired").with("at " + times.print(over.at()))
                            .with(over.hold());
            case Refusal.Cancelled over ->
                    AnswerText.of("was cancelled").with("at " + times.print(over.at()))
                            .with(over.hold());
            case Refusal.Booked booked -> AnswerText.of("is booked").with(booked.hold());
            case Refusal.Stale stale ->
                    AnswerText.of("stale").with("v" + stale.version()).with(stale.hold());
            case Refusal.InTheWay way -> AnswerText.of("in the way")
                    .list(way.claims().stream().map(this::standing).toList());
        };
    }

    /// The item's number is written from the second item on.
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
