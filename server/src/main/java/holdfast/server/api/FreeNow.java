package holdfast.server.api;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.availability.EventVersions;
import holdfast.server.availability.LiveEvents;
import holdfast.server.availability.Snapshot;
import holdfast.server.booking.EventInventories;
import holdfast.server.catalog.Area;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How much is free in each area of an event at this moment.
public final class FreeNow {
    private final HoldfastReads engine;
    private final Catalog catalog;
    private final LiveEvents events;

    public FreeNow(HoldfastReads engine, Catalog catalog, LiveEvents events) {
        this.engine = engine;
        this.catalog = catalog;
        this.events = events;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/v1/events/{id}/free", Permission.BUY, "readFree",
                "The number of free places and seats in each area of an event.", this::read));
    }

    private static final Snapshot.Count NOTHING = new Snapshot.Count(0, 0);

    private record Left(long version, List<AreaLeft> areas) {}

    private record AreaLeft(Area area, long capacity, long free, List<TierLeft> tiers) {}

    private record TierLeft(String id, long free) {}

    private Response read(Request request) {
        request.onlyQuery();
        Versioned<Event> event = catalog.find(request.workspace(), request.path("id"), Event.class)
                .orElseThrow(() -> Problem.unknown(request.path("id")));
        Left left = event.entry().areas().stream().anyMatch(Area.Seats.class::isInstance)
                ? seen(event, events.sheet(request.workspace(), event))
                : readNow(request.workspace(), event);
        return Response.json(200, json -> {
            json.put("version", left.version());
            json.array("areas", left.areas(), FreeNow::write);
        }).header("Cache-Control", "no-store");
    }

    /// For events with seats: read from the replica that follows the journals. Concurrent requests
    /// share one read. The replica avoids reading a large hall as a whole, and its counts are of
    /// one moment.
    private static Left seen(Versioned<Event> event, Snapshot snapshot) {
        List<AreaLeft> areas = new ArrayList<>();
        for (Area area : event.entry().areas()) {
            Snapshot.Count count = snapshot.count(area.id(), "").orElse(NOTHING);
            List<TierLeft> tiers = new ArrayList<>();
            for (Area.Tier tier : area.card().tiers()) {
                if (tier.capacity().isPresent()) {
                    snapshot.count(area.id(), tier.id())
                            .ifPresent(of -> tiers.add(new TierLeft(tier.id(), of.free())));
                }
            }
            areas.add(new AreaLeft(area, count.capacity(), count.free(), tiers));
        }
        return new Left(snapshot.version(), areas);
    }

    private Left readNow(String workspace, Versioned<Event> event) {
        List<AreaLeft> areas = new ArrayList<>();
        long version = 0;
        for (Area area : event.entry().areas()) {
            Optional<Free.Places> free =
                    engine.freePlaces(workspace, EventInventories.area(event.id(), area.id()));
            version += free.map(Free.Places::version).orElse(0L);
            areas.add(new AreaLeft(area, free.map(Free.Places::capacity).orElse(0L),
                    free.map(Free.Places::places).orElse(0L),
                    tiers(workspace, event.id(), area)));
        }
        return new Left(EventVersions.of(event.version(), version), areas);
    }

    private List<TierLeft> tiers(String workspace, String event, Area area) {
        List<TierLeft> all = new ArrayList<>();
        for (Area.Tier tier : area.card().tiers()) {
            tier.capacity().flatMap(limited -> engine.freePlaces(
                    workspace, EventInventories.tier(event, area.id(), tier.id())))
                    .ifPresent(free -> all.add(new TierLeft(tier.id(), free.places())));
        }
        return all;
    }

    private static void write(Json json, AreaLeft left) {
        json.put("id", left.area().id()).put("name", left.area().card().name())
                .put("kind", left.area() instanceof Area.Places ? "capacity" : "seats")
                .put("capacity", left.capacity()).put("free", left.free());
        if (!left.tiers().isEmpty()) {
            json.array("tiers", left.tiers(),
                    (out, tier) -> out.put("id", tier.id()).put("free", tier.free()));
        }
    }
}
