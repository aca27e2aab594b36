package holdfast.server.api;

import holdfast.Refusal;
import holdfast.Shortage;
import holdfast.server.http.Problem;
import holdfast.server.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Maps each refusal to its HTTP problem, the only place that does. The problems' names are the
/// headings of docs/outcomes.md.
final class Outcomes {
    private Outcomes() {}

    static Problem problem(Refusal refusal) {
        return problem(refusal, json -> {});
    }

    /// @param more fields beside the refusal's own, such as alternatives
    static Problem problem(Refusal refusal, Consumer<Json> more) {
        return switch (refusal) {
            case Refusal.Overloaded busy -> Problem.overloaded(busy.retryAfter());
            case Refusal.KeyReused reused -> keyReused(reused.key());
            case Refusal.Unknown unknown -> new Problem(404, "unknown",
                    "Not found",
                    "There is no " + named(unknown.ids()) + " in this workspace.",
                    json -> json.texts("ids", unknown.ids()));
            // The server retries with the new description; this is left only if it keeps changing.
            case Refusal.Outdated changed -> Problem.overloaded(Duration.ofSeconds(1));
            case Refusal.NotOnSale closed -> new Problem(409, "notOnSale",
                    "Not on sale", named(closed.inventories()) + " is not on sale now.",
                    json -> json.texts("inventories", closed.inventories()));
            case Refusal.LimitReached limit -> new Problem(409, "limitReached",
                    "The limit is reached",
                    limit.scope().equals("holdFor")
                            ? "holdFor may be at most " + Duration.ofSeconds(limit.most()) + "."
                            : "At most " + limit.most() + " in " + limit.scope() + "; "
                                    + limit.left() + " left.",
                    json -> json.put("scope", limit.scope()).put("most", limit.most())
                            .put("left", limit.left()));
            case Refusal.Unavailable none -> new Problem(409, "unavailable",
                    "Not everything is free", missing(none.shortages()), json -> {
                        shortages(json, none.shortages());
                        json.put("asOf", none.asOf().map(Instant::toString));
                        more.accept(json);
                    });
            case Refusal.Expired late -> new Problem(410, "expired",
                    "The hold has expired",
                    "Its deadline was " + late.at() + ". Its items are free again.",
                    json -> json.put("hold", late.hold()).put("at", late.at().toString()));
            case Refusal.Cancelled gone -> new Problem(409, "cancelled",
                    "It is cancelled already", "It was cancelled at " + gone.at() + ".",
                    json -> json.put("hold", gone.hold()).put("at", gone.at().toString()));
            case Refusal.Booked booked -> new Problem(409, "booked",
                    "It is a booking already",
                    "POST /v1/bookings/" + booked.hold() + "/cancel cancels a booking.",
                    json -> json.put("hold", booked.hold()));
            case Refusal.Stale stale -> stale(stale.version());
            case Refusal.InTheWay standing -> new Problem(409, "inTheWay",
                    "Holds, bookings or blocks prevent the change",
                    standing.claims().size() + " claims prevent it; nothing was changed.",
                    json -> json.array("claims", standing.claims(), (out, each) -> out
                            .put("hold", each.hold()).put("inventory", each.inventory())
                            .put("what", each.what())));
        };
    }

    static Problem keyReused(String key) {
        return new Problem(422, "keyReused", "The key was used for another request",
                "An Idempotency-Key is for one request only. Nothing was changed; use another key.",
                json -> json.put("key", key));
    }

    static Problem stale(long version) {
        return new Problem(412, "stale", "The version is outdated",
                "It is at version " + version + " now. Read it again.",
                json -> json.put("version", version));
    }

    private static String named(List<String> ids) {
        return ids.size() <= 5 ? String.join(", ", ids)
                : String.join(", ", ids.subList(0, 5)) + " and " + (ids.size() - 5) + " more";
    }

    private static String missing(List<Shortage> shortages) {
        return String.join(" ", shortages.stream().limit(5).map(each -> "Item " + each.item()
                + ": " + each.asked() + " wanted, " + each.left() + " left."
                + (each.taken().isEmpty() ? "" : " Taken: " + named(each.taken()) + "."))
                .toList());
    }

    static void shortages(Json json, List<Shortage> shortages) {
        json.array("shortages", shortages, (out, each) -> out
                .put("item", each.item()).put("inventory", each.inventory())
                .put("asked", each.asked()).put("left", each.left())
                .texts("taken", each.taken()));
    }
}
