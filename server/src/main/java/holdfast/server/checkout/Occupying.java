package holdfast.server.checkout;

import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Limit;
import holdfast.Refusal;
import holdfast.Unanswered;
import holdfast.Window;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Venue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Gives halls to events. An event has its hall as a customer has a visit: a booking of the hall's
/// calendar in the event's name. That way the hall is never given to two events, and a change of
/// the time or of the hall is an exchange, in which the event never stands without a hall. A block
/// would have to be given up before another could be made.
///
/// Each method says what is to be so, and finds what is there already: whoever got no answer asks
/// again. An event has at most one such booking, which a limit in its name sees to, also where two
/// changes of one event come at the same time.
public final class Occupying {
    /// How long a hall is kept for somebody who was cut off before the booking.
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int TRIES = 50;

    private final Holdfast engine;
    private final Catalog catalog;
    private final DataSource source;

    public Occupying(Holdfast engine, Catalog catalog, DataSource source) {
        this.engine = engine;
        this.catalog = catalog;
        this.source = source;
    }

    public sealed interface Result {
        /// The event has the hall for that time.
        record Occupied() implements Result {}

        /// These events have it.
        record Taken(List<String> events) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /// Sees to it that the event has this hall for this time, whichever hall it had before, and for
    /// whatever time.
    public Result occupy(String workspace, String event, String venue, Window window) {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<Result> result = hold(workspace, event, venue, window);
            if (result.isPresent()) {
                return result.get();
            }
        }
        return new Result.Refused(new Refusal.Overloaded(Duration.ofSeconds(1)));
    }

    /// Nothing where somebody else has changed something meanwhile. That the limit is reached says
    /// that the event has a hall.
    private Optional<Result> hold(
            String workspace, String event, String venue, Window window) {
        HoldOutcome outcome = engine.hold(new HoldRequest(
                workspace, new Claim.Time(venue, window)).holdFor(PATIENCE)
                .customer(event, new Limit("hall:" + event, 1, 1)));
        return switch (outcome) {
            case HoldOutcome.Granted granted -> confirm(workspace, granted.hold().id());
            case Refusal.LimitReached other -> its(workspace, event).flatMap(has ->
                    exchange(workspace, has, venue, window));
            case Refusal.Unavailable none -> taken(workspace, event, venue, window);
            case Refusal.Overloaded refused -> Optional.of(new Result.Refused(refused));
            case Refusal.KeyReused refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Unknown refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Outdated refused -> Optional.of(new Result.Refused(refused));
            case Refusal.NotOnSale refused -> Optional.of(new Result.Refused(refused));
        };
    }

    private Optional<Result> confirm(String workspace, String hold) {
        return switch (engine.confirm(new ConfirmRequest(workspace, hold))) {
            case ConfirmOutcome.Confirmed done -> Optional.of(new Result.Occupied());
            case Refusal.Overloaded refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Unknown refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Cancelled gone -> Optional.empty();
            case Refusal.Stale changed -> Optional.empty();
            case Refusal.Expired late -> Optional.empty();
        };
    }

    private Optional<Result> exchange(
            String workspace, Hold has, String venue, Window window) {
        if (isFor(has, venue, window)) {
            return confirm(workspace, has.id());
        }
        ExchangeOutcome outcome = engine.exchange(new ExchangeRequest(
                workspace, has.id(), has.version(), new Claim.Time(venue, window)));
        return switch (outcome) {
            case ExchangeOutcome.Exchanged done -> confirm(workspace, has.id());
            case Refusal.Unavailable none -> taken(
                    workspace, has.basket().customer().orElse(""), venue, window);
            case Refusal.Stale changed -> Optional.empty();
            case Refusal.Cancelled gone -> Optional.empty();
            case Refusal.Expired late -> Optional.empty();
            case Refusal.Overloaded refused -> Optional.of(new Result.Refused(refused));
            case Refusal.KeyReused refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Unknown refused -> Optional.of(new Result.Refused(refused));
            case Refusal.Outdated refused -> Optional.of(new Result.Refused(refused));
            case Refusal.NotOnSale refused -> Optional.of(new Result.Refused(refused));
            case Refusal.LimitReached refused -> Optional.of(new Result.Refused(refused));
        };
    }

    private static boolean isFor(Hold has, String venue, Window window) {
        Claim.Time wanted = new Claim.Time(venue, window);
        return has.basket().items().stream().allMatch(item ->
                item instanceof holdfast.Taken.Time time
                        && time.stretches().stream().allMatch(stretch -> wanted.equals(
                                new Claim.Time(stretch.calendar(), stretch.visit()))));
    }

    /// Who is in the way; nothing when they have left meanwhile.
    private Optional<Result> taken(
            String workspace, String event, String venue, Window window) {
        List<String> others = tenants(workspace, List.of(venue), window).stream()
                .map(Tenant::event).filter(other -> !other.equals(event)).distinct().toList();
        return others.isEmpty()
                ? Optional.empty() : Optional.of(new Result.Taken(others));
    }

    /// The event has no hall any more; the same when it had none.
    public Optional<Refusal> release(String workspace, String event) {
        Optional<Hold> has = its(workspace, event);
        if (has.isEmpty()) {
            return Optional.empty();
        }
        return switch (engine.cancel(new CancelRequest(workspace, has.get().id(), true))) {
            case CancelOutcome.Done done -> Optional.empty();
            case Refusal.Expired late -> Optional.empty();
            case Refusal.Overloaded refused -> Optional.of(refused);
            case Refusal.Unknown refused -> Optional.of(refused);
            case Refusal.Booked refused -> Optional.of(refused);
        };
    }

    /// What the event has in any hall, held or booked.
    private Optional<Hold> its(String workspace, String event) {
        List<String> venues = catalog.all(workspace, Venue.class).stream()
                .map(Stored::id).toList();
        return tenants(workspace, venues, ALL).stream()
                .filter(tenant -> tenant.event().equals(event)).findFirst()
                .flatMap(tenant -> engine.find(workspace, tenant.hold()));
    }

    private static final Window ALL = new Window(
            Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

    private record Tenant(String hold, String event) {}

    private static final String TENANTS = """
            SELECT claim.hold, coalesce(hold.customer, claim.hold)
            FROM time_claim AS claim
            JOIN hold ON hold.workspace = claim.workspace AND hold.hold = claim.hold
            WHERE claim.workspace = ? AND claim.calendar = ANY (?::text[])
              AND claim.period && tstzrange(?, ?) AND claim.until > the_clock()
            ORDER BY lower(claim.period)""";

    private List<Tenant> tenants(String workspace, List<String> venues, Window window) {
        try (Tx tx = Tx.begin(source)) {
            Trip trip = tx.trip();
            Trip.Answer<Tenant> tenants = trip.ask(TENANTS,
                    row -> new Tenant(row.getString(1), row.getString(2)),
                    workspace, venues.toArray(new String[0]), window.from(), window.to());
            trip.go();
            return tenants.rows();
        } catch (SQLException failure) {
            throw new Unanswered("it could not be seen who has which hall", failure);
        }
    }
}
