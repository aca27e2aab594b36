package holdfast.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.ChangeResult;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Merge;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The routes that all catalogue entries share: create, list, read, change, withdraw, offer, and
/// read the versions.
final class Resource<T extends CatalogEntry> {
    private final Catalog catalog;
    private final CatalogChanges changes;
    private final Kind<T> kind;

    /// What differs for each kind of entry.
    interface Kind<T extends CatalogEntry> {
        Class<T> type();

        /// The id's prefix and the word used in paths and in routes' names.
        CatalogEntry.Kind kind();

        /// Reads an entry from a request.
        ///
        /// @param before the entry before the change
        T read(Fields fields, Optional<T> before);

        /// Checks the entry's references, while the catalogue is locked.
        default void check(String workspace, String id, T entry) {}

        default String path() {
            return "/v1/" + kind().word() + "s";
        }

        /// Who may read entries.
        default Permission readers() {
            return Permission.BUY;
        }

        /// The id of a new entry, where it is derived from the entry.
        default Optional<String> id(String workspace, T entry) {
            return Optional.empty();
        }

        /// Writes what is left of it.
        default void showLeft(Request request, Json json, String id, T entry) {}

        /// Texts for the API's description.
        default Summaries summaries() {
            String word = kind().word();
            return new Summaries("Put a " + word + " on sale.",
                    "Take a " + word + " off sale; its holds and bookings stay.",
                    "Put a withdrawn " + word + " on sale again.");
        }

        /// Writes the fields that a client can send.
        default void describe(Json json, T entry) {
            entry.write(json);
        }

        /// Writes the fields that this caller may see.
        default void show(Request request, Json json, T entry) {
            entry.write(json);
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
        String path = kind.path();
        String one = path + "/{id}";
        Summaries summaries = kind.summaries();
        return List.of(
                new Route("POST", path, Permission.MANAGE, "create" + name,
                        summaries.create, this::create),
                new Route("GET", path, kind.readers(), "list" + name + "s",
                        "The " + word + "s, by name.", this::list),
                new Route("GET", one, kind.readers(), "read" + name,
                        "One " + word + ".", this::read),
                new Route("PATCH", one, Permission.MANAGE, "change" + name,
                        "Change some of a " + word + "'s fields.", this::change),
                new Route("DELETE", one, Permission.MANAGE, "withdraw" + name,
                        summaries.withdraw, this::withdraw),
                new Route("POST", one + "/offer", Permission.MANAGE, "offer" + name,
                        summaries.offer, this::offer),
                new Route("GET", one + "/versions", Permission.READ, "read" + name + "Versions",
                        "The versions of a " + word + ": author and time.", this::versions));
    }

    Versioned<T> find(Request request) {
        String id = request.path("id");
        return catalog.find(request.workspace(), id, kind.type())
                .orElseThrow(() -> Problem.unknown(id));
    }

    private Response create(Request request) {
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        T entry = fields.make(() -> kind.read(fields, Optional.empty()));
        fields.done();
        Optional<String> derived = kind.id(request.workspace(), entry);
        String id = derived.orElseGet(() -> RandomIds.next(kind.kind().prefix()));
        ChangeResult result = changes.change(CatalogRequests.request(request, body), () -> {
            if (derived.flatMap(each -> catalog.find(request.workspace(), each, kind.type()))
                    .isPresent()) {
                throw new Invalid(kind.kind().word(), "exists already");
            }
            kind.check(request.workspace(), id, entry);
            return new Plan.Write(Draft.of(id, entry));
        });
        Versioned<T> made = CatalogRequests.done(result).only(kind.type());
        return shown(201, request, made).header("Location", kind.path() + "/" + made.id());
    }

    private Response shown(int status, Request request, Versioned<T> stored) {
        return Response.json(status, json -> write(request, json, stored))
                .header("ETag", stored.tag());
    }

    void write(Request request, Json json, Versioned<T> stored) {
        json.put("id", stored.id()).put("version", stored.version())
                .put("onSale", stored.listed());
        kind.show(request, json, stored.entry());
        kind.showLeft(request, json, stored.id(), stored.entry());
    }

    private Response read(Request request) {
        request.onlyQuery();
        Versioned<T> stored = find(request);
        return request.has(stored.tag()) ? Response.empty(304).header("ETag", stored.tag())
                : shown(200, request, stored);
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        boolean all = request.who().may(Permission.READ);
        List<Versioned<T>> things = catalog.all(request.workspace(), kind.type()).stream()
                .filter(each -> all || each.listed()).toList();
        return Paging.page(request, things, each -> PageMark.of(each.entry().name(), each.id()),
                (json, each) -> write(request, json, each));
    }

    private Response change(Request request) {
        JsonNode patch = Json.tree(request.bytes());
        ChangeResult result = changes.change(CatalogRequests.request(request), () -> {
            long version = request.ifMatch(() -> find(request).version());
            Versioned<T> seen = find(request);
            return seen.version() == version
                    ? new Plan.Write(Draft.after(seen, changed(request, seen.entry(), patch)))
                    : new Plan.Stale(seen.version());
        });
        return shown(200, request, CatalogRequests.done(result).only(kind.type()));
    }

    private T changed(Request request, T before, JsonNode patch) {
        Fields fields = Merge.onto(json -> kind.describe(json, before), patch);
        T entry = fields.make(() -> kind.read(fields, Optional.of(before)));
        fields.done();
        kind.check(request.workspace(), request.path("id"), entry);
        return entry;
    }

    private Response withdraw(Request request) {
        CatalogRequests.done(changes.change(CatalogRequests.request(request),
                () -> CatalogRequests.listed(find(request),
                        request.maybeIfMatch(() -> find(request).version()),
                        false)));
        return Response.empty(204);
    }

    private Response offer(Request request) {
        byte[] body = request.bytes();
        ChangeResult result = changes.change(CatalogRequests.request(request, body),
                () -> CatalogRequests.listed(find(request), Optional.empty(), true));
        return shown(200, request, CatalogRequests.done(result).only(kind.type()));
    }

    private Response versions(Request request) {
        request.onlyQuery("limit", "after");
        Versioned<T> stored = find(request);
        List<Versioned<CatalogEntry>> versions = catalog.versions(request.workspace(), stored.id());
        return Paging.page(request, versions, each -> PageMark.of(PageMark.number(each.version())),
                (json, each) -> {
                    json.put("version", each.version()).put("at", each.at().toString())
                            .put("by", each.author()).put("onSale", each.listed());
                    json.object(kind.kind().word(), each.entry()::write);
                });
    }
}
