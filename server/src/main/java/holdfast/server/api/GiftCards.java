package holdfast.server.api;

import holdfast.Free;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.GiftCard;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Gift cards: make, list, change, stop. The code is in the answer that makes a card, and nowhere
/// else.
public final class GiftCards {
    private static final int HALF = 8;
    private static final String IN_FOURS = "(.{4})(?=.)";

    private final Catalog catalog;
    private final CatalogChanges changes;
    private final TokenSecrets secrets;
    private final Resource<GiftCard> cards;

    public GiftCards(
            HoldfastReads engine, Catalog catalog, CatalogChanges changes, TokenSecrets secrets) {
        this.catalog = catalog;
        this.changes = changes;
        this.secrets = secrets;
        this.cards = new Resource<>(catalog, changes, new Described(engine));
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(cards.routes().stream()
                .filter(route -> !route.name().equals("createGiftcard")).toList());
        routes.add(new Route("POST", Described.PATH, Permission.MANAGE, "createGiftcard",
                "Make a gift card. The answer has its code.", this::create));
        return routes;
    }

    private Response create(Request request) {
        byte[] body = request.bytes();
        Fields fields = Json.read(body);
        String code = fields.maybeText("code", 100).orElseGet(() -> made(request));
        GiftCard card = fields.make(() -> GiftCard.of(code, Money.read(fields.object("value")),
                fields.maybeMoment("until").map(OffsetDateTime::toInstant)));
        fields.done();
        String id = GiftCard.id(request.workspace(), code);
        Versioned<GiftCard> made = CatalogRequests.done(changes.change(
                CatalogRequests.request(request, body), () -> {
                    if (catalog.find(request.workspace(), id, GiftCard.class).isPresent()) {
                        throw new Invalid("code", "is another card's already");
                    }
                    return new Plan.Write(Draft.of(id, card));
                })).only(GiftCard.class);
        return Response.json(201, json -> {
            cards.write(request, json, made);
            json.put("code", code);
        }).header("ETag", made.tag()).header("Location", Described.PATH + "/" + made.id());
    }

    /// A code of 80 bits. A request with an idempotency key gets the same one again.
    private String made(Request request) {
        String secret = request.key()
                .map(key -> secrets.of(request.workspace(), "gift card " + key))
                .orElseGet(() -> RandomIds.next("") + RandomIds.next(""));
        String code = RandomIds.of("", "first " + secret).substring(0, HALF)
                + RandomIds.of("", "second " + secret).substring(0, HALF);
        return code.toUpperCase(Locale.ROOT).replaceAll(IN_FOURS, "$1-");
    }

    private record Described(HoldfastReads engine) implements Resource.Kind<GiftCard> {
        private static final String PATH = "/v1/gift-cards";

        @Override
        public Class<GiftCard> type() {
            return GiftCard.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.GIFTCARD;
        }

        @Override
        public String path() {
            return PATH;
        }

        @Override
        public Permission readers() {
            return Permission.READ;
        }

        @Override
        public GiftCard read(Fields fields, Optional<GiftCard> before) {
            GiftCard card = GiftCard.read(fields);
            before.ifPresent(was -> {
                if (!was.lastFour().equals(card.lastFour())) {
                    throw new Invalid("lastFour", "cannot be changed");
                }
                if (!was.value().currency().equals(card.value().currency())) {
                    throw new Invalid("value.currency", "cannot be changed");
                }
            });
            return card;
        }

        @Override
        public void showLeft(Request request, Json json, String id, GiftCard card) {
            json.object("left", new Money(engine.freePlaces(request.workspace(), id)
                    .map(Free.Places::places).orElse(0L), card.value().currency())::write);
        }

        @Override
        public Resource.Summaries summaries() {
            return new Resource.Summaries("Make a gift card.",
                    "Stop a gift card; holds and bookings keep what it pays.",
                    "Allow a stopped gift card again.");
        }
    }
}
