package holdfast.server.storefront;

import holdfast.server.booking.Item;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Response;

/// The two pages for choosing, for any purpose: an event and a service.
final class ChooserPages {
    private final Storefront storefront;
    private final Catalog catalog;
    private final EventPage events;
    private final ServicePage services;

    ChooserPages(Storefront storefront, Catalog catalog, EventPage events, ServicePage services) {
        this.storefront = storefront;
        this.catalog = catalog;
        this.events = events;
        this.services = services;
    }

    /// The page on which the same kind of item is chosen.
    Response like(Visitor visitor, Item item, ChoicePurpose purpose) {
        return switch (item) {
            case Item.Places places -> event(visitor, places.event(), purpose);
            case Item.Seats seats -> event(visitor, seats.event(), purpose);
            case Item.Visit visit -> service(visitor, visit.service(), purpose);
        };
    }

    Response event(Visitor visitor, String id, ChoicePurpose purpose) {
        Versioned<Event> event = catalog.find(visitor.workspace(), id, Event.class)
                .filter(Versioned::listed).map(each -> each.in(visitor.language().word()))
                .orElseThrow(() -> Problem.unknown(id));
        int from = (int) visitor.request().queryNumber("from", 0, 0, 10_000);
        return storefront.page(visitor, event.entry().name(), EventPage.class,
                events.view(visitor, event, from, purpose,
                        storefront.whole(visitor, visitor.link("/events/" + id))));
    }

    Response service(Visitor visitor, String id, ChoicePurpose purpose) {
        Versioned<Service> service = catalog.find(visitor.workspace(), id, Service.class)
                .filter(Versioned::listed).map(each -> each.in(visitor.language().word()))
                .orElseThrow(() -> Problem.unknown(id));
        return storefront.page(visitor, service.entry().name(), ServicePage.class,
                services.view(visitor, service,
                        new ServicePage.Look(visitor.request().query("month"),
                                visitor.request().query("day"), visitor.request().query("with")),
                        purpose, storefront.whole(visitor, visitor.link("/services/" + id))));
    }
}
