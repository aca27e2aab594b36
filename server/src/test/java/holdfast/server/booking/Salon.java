package holdfast.server.booking;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Refusal;
import holdfast.Window;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// A salon for tests: calendars and services from JSON, and helpers to hold their time.
final class Salon {
    static final String HERE = "salon";

    final Holdfast engine;
    final Catalog catalog;
    final VisitPlanner visits;
    final ClaimMapper mapper;
    private final CatalogChanges changes;

    Salon(Scratch scratch) {
        engine = scratch.engine();
        catalog = new Catalog(scratch.database().dataSource());
        changes = new CatalogChanges(scratch.engine(), catalog);
        visits = new VisitPlanner(engine, catalog);
        mapper = new ClaimMapper(catalog, visits);
    }

    Versioned<Calendar> calendar(String id, String json) {
        Fields fields = Json.read(json);
        Calendar calendar = Calendar.read(fields);
        fields.done();
        return put(id, calendar).as(Calendar.class);
    }

    Versioned<Service> service(String id, String json) {
        Fields fields = Json.read(json);
        Service service = Service.read(fields);
        fields.done();
        return put(id, service).as(Service.class);
    }

    private Versioned<CatalogEntry> put(String id, CatalogEntry entry) {
        return switch (changes.create(new CatalogChanges.Request(HERE, "test"), id, entry)) {
            case ChangeResult.Done done -> done.things().getFirst();
            case ChangeResult other -> throw new AssertionError(other.toString());
        };
    }

    /// Blocks the time; false if a claim is in the way.
    boolean close(String calendar, Instant from, Instant to) {
        return engine.block(new BlockRequest(HERE, "closed",
                new Claim.Time(calendar, new Window(from, to)))) instanceof BlockOutcome.Blocked;
    }

    /// Requests a hold as a customer does. The outcome is the refusal, or the hold.
    HoldOutcome hold(Item item, Optional<String> customer) {
        return switch (mapper.ask(HERE, List.of(item), engine.now())) {
            case ClaimMapper.Result.Ready ready -> engine.hold(new HoldRequest(
                    HERE, ready.claims(), HoldRequest.USUAL, customer,
                    customer.isEmpty() ? List.of() : ready.limits(), Optional.empty()));
            case ClaimMapper.Result.Refused refused -> outcome(refused.refusal());
        };
    }

    private static HoldOutcome outcome(Refusal refusal) {
        if (refusal instanceof HoldOutcome outcome) {
            return outcome;
        }
        throw new AssertionError("not an answer to a hold: " + refusal);
    }

    /// The starts that the planner lists.
    List<Item.Visit> free(
            Versioned<Service> service, LocalDate from, LocalDate to, List<String> with) {
        return visits.free(HERE, service, new VisitPlanner.Span(from, to, with), () -> true)
                .items();
    }

    /// Whether it can be held now; the hold is cancelled at once.
    boolean canBeHeld(Item item) {
        return switch (hold(item, Optional.empty())) {
            case HoldOutcome.Granted granted -> {
                engine.cancel(new CancelRequest(HERE, granted.hold().id(), false));
                yield true;
            }
            case Refusal.Unavailable _,Refusal.NotOnSale _ -> false;
            case Refusal refused -> throw new AssertionError(refused);
        };
    }
}
