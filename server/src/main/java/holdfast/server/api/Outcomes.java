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
                    "There is no such thing here",
                    "There is no " + named(unknown.ids()) + " in this workspace.",
                    json -> json.texts("ids", unknown.ids()));
            // The server retries with the new description; this is left only if it keeps changing.
            case Refusal.Outdated changed -> Problem.overloaded(Duration.ofSeconds(1));
            case Refusal.NotOnSale closed -> new Problem(409, "notOnSale",
                    "Not on sale", named(closed.inventories()) + " is not on sale now.",
                    json -> json.texts("inventories", closed.inventories()));
            case Refusal.LimitReached limit -> new Problem(409, "limitReached",
                    "More than one customer may have",
                    limit.scope().equals("holdFor")
                            ? "holdFor may be at most " + Duration.ofSeconds(limit.most()) + "."
                            : "At most " + limit.most() + " in " + limit.scope() + "; "
                                    + limit.left() + " left.",
                    json -> json.put("scope", limit.scope()).put("most", limit.most())
                            .put("left", limit.left()));
            case Refusal.Unavailable none -> new Problem(409, "unavailable",
                    "Not all of it is free", missing(none.shortages()), json -> {
                        shortages(json, none.shortages());
                        json.put("asOf", none.asOf().map(Instant::toString));
                        more.accept(json);
                    });
            case Refusal.Expired late -> new Problem(410, "expired",
                    "The hold has lapsed",
                    "Its deadline came at " + late.at() + ". What it had is free again.",
                    json -> json.put("hold", late.hold()).put("at", late.at().toString()));
            case Refusal.Cancelled gone -> new Problem(409, "cancelled",
                    "It was cancelled before", "It was cancelled at " + gone.at() + ".",
                    json -> json.put("hold", gone.hold()).put("at", gone.at().toString()));
            case Refusal.Booked booked -> new Problem(409, "booked",
                    "It is a booking already",
                    "POST /v1/bookings/" + booked.hold() + "/cancel cancels a booking.",
                    json -> json.put("hold", booked.hold()));
            case Refusal.Stale stale -> stale(stale.version());
            case Refusal.InTheWay standing -> new Problem(409, "inTheWay",
                    "Live claims stand in the way",
                    standing.claims().size() + " of them; nothing was changed.",
                    json -> json.array("claims", standing.claims(), (out, each) -> out
                            .put("hold", each.hold()).put("inventory", each.inventory())
                            .put("what", each.what())));
        };
    }

    static Problem keyReused(String key) {
        return new Problem(422, "keyReused", "The key was used for another request",
                "One Idempotency-Key, one request. Nothing was done; use another key.",
                json -> json.put("key", key));
    }

    static Problem stale(long version) {
        return new Problem(412, "stale", "It has changed since you looked",
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
