package holdfast.server.web.counter;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.Item;
import holdfast.server.http.Answer;
import holdfast.server.http.Problem;

/// The two pages on which something is chosen, whatever it is for.
final class Chooser {
    private final Counter counter;
    private final Catalog catalog;
    private final EventPage events;
    private final ServicePage services;

    Chooser(Counter counter, Catalog catalog, EventPage events, ServicePage services) {
        this.counter = counter;
        this.catalog = catalog;
        this.events = events;
        this.services = services;
    }

    /// Where something else of the same can be chosen.
    Answer like(Guest guest, Item item, Purpose purpose) {
        return switch (item) {
            case Item.Places places -> event(guest, places.event(), purpose);
            case Item.Seats seats -> event(guest, seats.event(), purpose);
            case Item.Visit visit -> service(guest, visit.service(), purpose);
        };
    }

    Answer event(Guest guest, String id, Purpose purpose) {
        Stored<Event> event = catalog.find(guest.workspace(), id, Event.class)
                .filter(Stored::listed).orElseThrow(() -> Problem.unknown(id));
        int from = (int) guest.call().queryNumber("from", 0, 0, 10_000);
        return counter.page(guest, event.thing().name(), EventPage.class,
                events.view(guest, event, from, purpose));
    }

    Answer service(Guest guest, String id, Purpose purpose) {
        Stored<Service> service = catalog.find(guest.workspace(), id, Service.class)
                .filter(Stored::listed).orElseThrow(() -> Problem.unknown(id));
        return counter.page(guest, service.thing().name(), ServicePage.class,
                services.view(guest, service, new ServicePage.Look(guest.call().query("month"),
                        guest.call().query("day"), guest.call().query("with")), purpose));
    }
}
