package holdfast.server.payment;

import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a payment does with its hold: keep it while the customer can pay, book it, take its claims
/// again if it has ended, cancel it.
final class PaidBookings {
    private static final int MOST_RETAKES = 5;
    private static final Duration RETAKEN_FOR = Duration.ofMinutes(15);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Holdfast engine;
    private final Checkout checkout;
    private final PricedHolds priced;
    private final ClaimMapper mapper;
    private final BookingAmounts amounts;

    PaidBookings(Holdfast engine, Checkout checkout, PricedHolds priced, ClaimMapper mapper,
            BookingAmounts amounts) {
        this.engine = engine;
        this.checkout = checkout;
        this.priced = priced;
        this.mapper = mapper;
        this.amounts = amounts;
    }

    sealed interface Result {
        record Booked() implements Result {}

        /// It is the rest of a booking that owes so much.
        record RestDue() implements Result {}

        /// The claims were taken again, by this hold.
        record Retaken(String hold) implements Result {}

        /// The claims are gone for good.
        record Gone(String why) implements Result {}

        /// Not now; try again.
        record Later(String why) implements Result {}
    }

    Optional<Hold> find(PaymentRow row) {
        return engine.find(row.workspace(), row.hold());
    }

    Instant now() {
        return engine.now();
    }

    /// Keeps the hold until this moment, beyond the usual bound. False if it has ended.
    boolean keep(PaymentRow row, Instant until, Instant now) {
        Optional<Hold> hold = find(row);
        if (row.agreed().rest()) {
            return hold.orElse(null) instanceof Hold.Booked;
        }
        if (!(hold.orElse(null) instanceof Hold.Held held)) {
            return false;
        }
        if (!held.deadline().isBefore(until)) {
            return true;
        }
        Duration left = Duration.between(now, until);
        ExtendRequest request = new ExtendRequest(row.workspace(), held.id(),
                left.compareTo(SHORTEST) < 0 ? SHORTEST : left).longest(
                        Duration.between(held.basket().madeAt(), until).plus(SHORTEST));
        return switch (engine.extend(request)) {
            case ExtendOutcome.Extended _,Refusal.LimitReached _,Refusal.Overloaded _ -> true;
            case Refusal _ -> false;
        };
    }

    /// Cancels the hold, unless it is a booking.
    void cancel(PaymentRow row) {
        engine.cancel(new CancelRequest(row.workspace(), row.hold(), false));
    }

    Result book(PaymentRow row) {
        Optional<Hold> found = find(row);
        if (found.isEmpty()) {
            return new Result.Gone("the hold is gone");
        }
        if (row.agreed().rest()) {
            return found.get() instanceof Hold.Booked booked && amounts.rest(
                    row.workspace(), booked).filter(
                            rest -> rest.currency()
                                    .equals(row.agreed().amount().currency())
                                    && rest.amount() >= row.agreed().amount().amount())
                    .isPresent()
                            ? new Result.RestDue()
                            : new Result.Gone("nothing is owed for the booking");
        }
        return switch (found.get()) {
            case Hold.Held _ -> confirm(row);
            case Hold.Booked booked -> booked(row, booked);
            case Hold.Cancelled cancelled when names(row, cancelled) -> new Result.Booked();
            case Hold.Cancelled _,Hold.Expired _ -> retake(row, found.get());
            case Hold.Blocked _ -> new Result.Gone("it is a block");
        };
    }

    private static boolean names(PaymentRow row, Hold hold) {
        return PaymentRows.payment(hold).equals(Optional.of(row.id()));
    }

    private static Result booked(PaymentRow row, Hold.Booked booking) {
        return names(row, booking) ? new Result.Booked()
                : new Result.Gone("it was booked in another way");
    }

    private Result confirm(PaymentRow row) {
        Contact contact = row.marks().contact().map(text -> Contact.read(Json.read(text)))
                .orElse(Contact.NONE);
        BookingNote note = new BookingNote(contact, Optional.of(new Payment.Online(
                row.id(), Optional.of(row.agreed().amount()))), row.agreed().madeBy());
        return switch (checkout.confirm(
                Checkout.HoldToConfirm.hold(row.workspace(), row.hold()), note)) {
            case Checkout.Result.Confirmed done -> booked(row, done.booking());
            case Checkout.Result.PaymentFailed failed -> new Result.Gone(failed.why());
            case Checkout.Result.Refused refused -> switch (refused.refusal()) {
                case Refusal.Unknown _ -> new Result.Gone("the hold is gone");
                case Refusal other -> new Result.Later(other.getClass().getSimpleName());
            };
        };
    }

    /// The key makes it one hold, however often it is tried.
    private Result retake(PaymentRow row, Hold ended) {
        if (row.retake().times() >= MOST_RETAKES) {
            return new Result.Gone("its claims were taken again too often");
        }
        List<Claim> claims = ended.basket().items().stream().map(PaidBookings::claim).toList();
        RequestOptions options = new RequestOptions(
                Optional.of(row.id() + "-retake-" + row.retake().times()), Optional.of("retake"),
                ended.basket().notes().hold(), List.of());
        return switch (engine.hold(new HoldRequest(row.workspace(), claims, RETAKEN_FOR,
                ended.basket().customer(), limits(row, ended), options))) {
            case HoldOutcome.Granted granted -> new Result.Retaken(granted.hold().id());
            case Refusal.Overloaded _ -> new Result.Later("overloaded");
            case Refusal refused ->
                    new Result.Gone("its claims are gone: " + refused.getClass().getSimpleName());
        };
    }

    /// The limits of the catalogue as it is now.
    private List<Limit> limits(PaymentRow row, Hold ended) {
        List<Limit> all = new ArrayList<>(mapper.codeLimits(row.workspace(), ended));
        all.addAll(itemLimits(row, ended));
        return all;
    }

    private List<Limit> itemLimits(PaymentRow row, Hold ended) {
        try {
            return mapper.anytime(row.workspace(), priced.lines(row.workspace(), ended).stream()
                    .map(PricedHolds.Line::item).toList()) instanceof ClaimMapper.Result.Ready ready
                            ? ready.limits() : List.of();
        } catch (Invalid unreadable) {
            return List.of();
        }
    }

    private static Claim claim(HeldItem item) {
        return switch (item) {
            case HeldItem.Capacity places -> new Claim.Capacity(places.pool(), places.quantity());
            case HeldItem.Seats seats ->
                    new Claim.Seats(seats.seatMap(), new Claim.Named(seats.names()));
            case HeldItem.Time visit -> visit(visit);
        };
    }

    private static Claim visit(HeldItem.Time visit) {
        Instant start = visit.stretches().stream().map(each -> each.visit().from())
                .min(Instant::compareTo).orElseThrow();
        return new Claim.Time(start, visit.stretches().stream().map(each -> new Claim.Part(
                List.of(each.calendar()),
                Duration.between(start, each.visit().from()),
                Duration.between(start, each.visit().to()),
                Duration.between(each.occupied().from(), each.visit().from()),
                Duration.between(each.visit().to(), each.occupied().to()))).toList());
    }
}
