package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.access.Right;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Ids;
import holdfast.server.catalog.Stored;
import holdfast.server.catalog.Thing;
import holdfast.server.checkout.CatalogChanges;
import holdfast.server.checkout.CatalogChanges.Plan;
import holdfast.server.checkout.ChangeResult;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be done with everything that an owner describes: make it, list it, read it, change it,
/// withdraw it, put it on sale again, and see who changed it when.
final class Resource<T extends Thing> {
    private final Catalog catalog;
    private final CatalogChanges changes;
    private final Kind<T> kind;

    /// What one kind has of its own.
    interface Kind<T extends Thing> {
        Class<T> type();

        /// Its prefix, and the word in its path and in its routes' names.
        Thing.Kind kind();

        /// Reads one from what came in.
        ///
        /// @param before what it was, when it is changed
        T read(Fields fields, Optional<T> before);

        /// Checks what it refers to, while the catalogue is locked.
        default void check(String workspace, String id, T thing) {}

        /// What its routes do, in the API's description.
        default Summaries summaries() {
            String word = kind().word();
            return new Summaries("Put a " + word + " on sale.",
                    "Take a " + word + " off sale; what is held or booked stays.",
                    "Put a withdrawn " + word + " on sale again.");
        }

        /// The fields that can be sent.
        default void describe(Json json, T thing) {
            thing.write(json);
        }

        /// What this caller may see.
        default void show(Call call, Json json, T thing) {
            thing.write(json);
        }
    }

    record Summaries(String create, String withdraw, String offer) {}

    Resource(Catalog catalog, CatalogChanges changes, Kind<T> kind) {
        this.catalog = catalog;
        this.changes = changes;
        this.kind = kind;
    }

    List<Route> routes() {
        String word = kind.kind().word();
        String name = word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        String path = path();
        String one = path + "/{id}";
        Summaries summaries = kind.summaries();
        return List.of(
                new Route("POST", path, Right.MANAGE, "create" + name,
                        summaries.create, this::create),
                new Route("GET", path, Right.BUY, "list" + name + "s",
                        "The " + word + "s, by name.", this::list),
                new Route("GET", one, Right.BUY, "read" + name,
                        "One " + word + ".", this::read),
                new Route("PATCH", one, Right.MANAGE, "change" + name,
                        "Change some of a " + word + "'s fields.", this::change),
                new Route("DELETE", one, Right.MANAGE, "withdraw" + name,
                        summaries.withdraw, this::withdraw),
                new Route("POST", one + "/offer", Right.MANAGE, "offer" + name,
                        summaries.offer, this::offer),
                new Route("GET", one + "/versions", Right.READ, "read" + name + "Versions",
                        "Who changed a " + word + ", and when.", this::versions));
    }

    private String path() {
        return "/v1/" + kind.kind().word() + "s";
    }

    Stored<T> find(Call call) {
        String id = call.path("id");
        return catalog.find(call.workspace(), id, kind.type())
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Answer create(Call call) {
        byte[] body = call.bytes();
        Fields fields = Json.read(body);
        T thing = fields.make(() -> kind.read(fields, Optional.empty()));
        fields.done();
        String id = Ids.next(kind.kind().prefix());
        ChangeResult result = changes.change(Changing.request(call, body), () -> {
            kind.check(call.workspace(), id, thing);
            return new Plan.Write(Draft.of(id, thing));
        });
        Stored<T> made = Changing.done(result).only(kind.type());
        return shown(201, call, made).header("Location", path() + "/" + made.id());
    }

    private Answer shown(int status, Call call, Stored<T> stored) {
        return Answer.json(status, json -> write(call, json, stored))
                .header("ETag", stored.tag());
    }

    private void write(Call call, Json json, Stored<T> stored) {
        json.put("id", stored.id()).put("version", stored.version())
                .put("onSale", stored.listed());
        kind.show(call, json, stored.thing());
    }

    private Answer read(Call call) {
        call.onlyQuery();
        Stored<T> stored = find(call);
        return call.has(stored.tag()) ? Answer.empty(304).header("ETag", stored.tag())
                : shown(200, call, stored);
    }

    private Answer list(Call call) {
        call.onlyQuery("limit", "after");
        boolean all = call.who().may(Right.READ);
        List<Stored<T>> things = catalog.all(call.workspace(), kind.type()).stream()
                .filter(each -> all || each.listed()).toList();
        return Paging.page(call, things, each -> Place.of(each.thing().name(), each.id()),
                (json, each) -> write(call, json, each));
    }

    private Answer change(Call call) {
        JsonNode patch = Json.tree(call.bytes());
        ChangeResult result = changes.change(Changing.request(call), () -> {
            long version = call.ifMatch(() -> find(call).version());
            Stored<T> seen = find(call);
            return seen.version() == version
                    ? new Plan.Write(Draft.after(seen, changed(call, seen.thing(), patch)))
                    : new Plan.Stale(seen.version());
        });
        return shown(200, call, Changing.done(result).only(kind.type()));
    }

    private T changed(Call call, T before, JsonNode patch) {
        Fields fields = Merge.onto(json -> kind.describe(json, before), patch);
        T thing = fields.make(() -> kind.read(fields, Optional.of(before)));
        fields.done();
        kind.check(call.workspace(), call.path("id"), thing);
        return thing;
    }

    private Answer withdraw(Call call) {
        Changing.done(changes.change(Changing.request(call),
                () -> Changing.listed(find(call), call.maybeIfMatch(() -> find(call).version()),
                        false)));
        return Answer.empty(204);
    }

    private Answer offer(Call call) {
        byte[] body = call.bytes();
        ChangeResult result = changes.change(Changing.request(call, body),
                () -> Changing.listed(find(call), Optional.empty(), true));
        return shown(200, call, Changing.done(result).only(kind.type()));
    }

    private Answer versions(Call call) {
        call.onlyQuery("limit", "after");
        Stored<T> stored = find(call);
        List<Stored<Thing>> versions = catalog.versions(call.workspace(), stored.id());
        return Paging.page(call, versions, each -> Place.of(Place.number(each.version())),
                (json, each) -> {
            json.put("version", each.version()).put("at", each.at().toString())
                    .put("by", each.author()).put("onSale", each.listed());
            json.object(kind.kind().word(), each.thing()::write);
        });
    }
}
