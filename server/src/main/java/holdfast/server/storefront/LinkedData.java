package holdfast.server.storefront;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What pages offer, in the words of schema.org, as JSON-LD for search engines.
final class LinkedData {
    private static final String SCHEMA = "https://schema.org/";

    private final Catalog catalog;
    private final OfferFacts facts;

    LinkedData(Catalog catalog, OfferFacts facts) {
        this.catalog = catalog;
        this.facts = facts;
    }

    String event(Visitor visitor, Versioned<Event> event, OfferStates.State state, String address) {
        Event entry = event.entry();
        return thing("Event", json -> {
            json.put("name", entry.name()).put("url", address)
                    .put("startDate", Texts.text(entry.when().start()))
                    .put("endDate", Texts.text(entry.when().end()))
                    .put("doorTime",
                            entry.about().facts().doorsOpen().map(Texts::text))
                    .put("description", entry.about().description()
                            .or(() -> entry.about().facts().subtitle()))
                    .put("typicalAgeRange",
                            entry.about().facts().minimumAge().map(age -> age + "-"))
                    .put("eventStatus", SCHEMA + "EventScheduled")
                    .put("eventAttendanceMode", SCHEMA + "OfflineEventAttendanceMode");
            place(visitor, entry.about().venue(), json);
            organizer(visitor, "organizer", json);
            List<Optional<Money>> prices = OfferStates.listed(entry);
            prices.stream().flatMap(Optional::stream).map(Money::currency).findFirst()
                    .ifPresent(currency -> json.object("offers", offer -> {
                        offer.put("@type", "AggregateOffer").put("url", address)
                                .put("priceCurrency", currency)
                                .put("lowPrice", amount(currency, state.amount()
                                        .or(() -> OfferStates.least(prices)).orElse(0L)))
                                .put("highPrice", amount(currency, prices.stream()
                                        .mapToLong(price -> price.map(Money::amount).orElse(0L))
                                        .max().orElse(0L)))
                                .put("availability", SCHEMA + availability(state.badge().tone()))
                                .put("validFrom", entry.when().saleFrom()
                                        .map(java.time.Instant::toString));
                    }));
        });
    }

    private static String availability(OfferStates.Tone tone) {
        return switch (tone) {
            case FREE -> "InStock";
            case FEW -> "LimitedAvailability";
            case NONE -> "SoldOut";
            case SOON -> "PreSale";
            case OVER -> "OutOfStock";
        };
    }

    String service(Visitor visitor, Versioned<Service> service, String address) {
        Service entry = service.entry();
        return thing("Service", json -> {
            json.put("name", entry.name()).put("url", address)
                    .put("description", entry.about().description());
            organizer(visitor, "provider", json);
            Location.of(catalog, visitor.workspace(), entry.about().venue())
                    .ifPresent(place -> json.object("areaServed", out -> write(place, out)));
            entry.price().ifPresent(price -> json.object("offers", offer -> offer
                    .put("@type", "Offer").put("url", address)
                    .put("priceCurrency", price.currency())
                    .put("price", amount(price.currency(), price.amount()))));
        });
    }

    String organization(Visitor visitor, String name, String address) {
        return thing("Organization", json -> json.put("name", name).put("url", address)
                .put("legalName", facts.seller(visitor)));
    }

    private void place(Visitor visitor, Optional<String> venue, Json json) {
        Location.of(catalog, visitor.workspace(), venue)
                .ifPresent(place -> json.object("location", out -> write(place, out)));
    }

    private static void write(Location place, Json json) {
        json.put("@type", "Place").put("name", place.name());
        if (place.street().isPresent()) {
            json.object("address", out -> out.put("@type", "PostalAddress")
                    .put("streetAddress", place.address()).put("addressLocality", place.city()));
        }
    }

    private void organizer(Visitor visitor, String role, Json json) {
        json.object(role, out -> out.put("@type", "Organization")
                .put("name", facts.seller(visitor)));
    }

    private static String amount(String currency, long amount) {
        return BigDecimal.valueOf(amount, Math.max(0,
                Currency.getInstance(currency).getDefaultFractionDigits())).toPlainString();
    }

    /// A text in it that ends the element would end it in any place, so no letter can begin a tag.
    private static String thing(String type, Consumer<Json> content) {
        return Json.text(json -> {
            json.put("@context", "https://schema.org").put("@type", type);
            content.accept(json);
        }).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    }
}
