package holdfast.server.api;

import holdfast.Free;
import holdfast.Holdfast;
import holdfast.server.access.Right;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.Stock;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is left of an event, area by area, at this very moment.
public final class FreeNow {
    private final Holdfast engine;
    private final Catalog catalog;

    public FreeNow(Holdfast engine, Catalog catalog) {
        this.engine = engine;
        this.catalog = catalog;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/events/{id}/free", Right.BUY, "readFree",
                "How much is left in each area of an event.", this::read));
    }

    private record Left(
            Area area, long version, long capacity, long free, List<TierLeft> tiers) {}

    private record TierLeft(String id, long free) {}

    private Answer read(Call call) {
        call.onlyQuery();
        Stored<Event> event = catalog.find(call.workspace(), call.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(call.path("id")));
        List<Left> all = new ArrayList<>();
        for (Area area : event.thing().areas()) {
            all.add(left(call.workspace(), event.id(), area));
        }
        long version = all.stream().mapToLong(Left::version).sum();
        return Answer.json(200, json -> {
            json.put("version", version);
            json.array("areas", all, FreeNow::write);
        }).header("Cache-Control", "no-store");
    }

    private Left left(String workspace, String event, Area area) {
        String inventory = Stock.area(event, area.id());
        return switch (area) {
            case Area.Places places -> {
                Optional<Free.Places> free = engine.freePlaces(workspace, inventory);
                yield new Left(area, free.map(Free.Places::version).orElse(0L),
                        free.map(Free.Places::capacity).orElse(0L),
                        free.map(Free.Places::places).orElse(0L),
                        tiers(workspace, event, places));
            }
            case Area.Seats seats -> {
                Optional<Free.Seats> free = engine.freeSeats(workspace, inventory);
                yield new Left(area, free.map(Free.Seats::version).orElse(0L),
                        free.map(each -> (long) each.seats().size()).orElse(0L),
                        free.map(Free.Seats::free).orElse(0L), List.of());
            }
        };
    }

    private List<TierLeft> tiers(String workspace, String event, Area.Places area) {
        List<TierLeft> all = new ArrayList<>();
        for (Area.Tier tier : area.card().tiers()) {
            tier.capacity().flatMap(limited -> engine.freePlaces(
                            workspace, Stock.tier(event, area.id(), tier.id())))
                    .ifPresent(free -> all.add(new TierLeft(tier.id(), free.places())));
        }
        return all;
    }

    private static void write(Json json, Left left) {
        json.put("id", left.area().id()).put("name", left.area().card().name())
                .put("kind", left.area() instanceof Area.Places ? "capacity" : "seats")
                .put("capacity", left.capacity()).put("free", left.free());
        if (!left.tiers().isEmpty()) {
            json.array("tiers", left.tiers(), (out, tier) ->
                    out.put("id", tier.id()).put("free", tier.free()));
        }
    }
}
