package holdfast.server.web.counter;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.http.Answer;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.web.Accent;
import holdfast.server.web.Languages;
import holdfast.server.web.Pages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The pages one looks at before choosing: what is on, one event, one service.
final class Window {
    private final Counter counter;
    private final Catalog catalog;
    private final Home home;
    private final EventPage events;
    private final ServicePage services;

    Window(Counter counter, Catalog catalog, Home home, EventPage events, ServicePage services) {
        this.counter = counter;
        this.catalog = catalog;
        this.home = home;
        this.events = events;
        this.services = services;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(counter.get("/", "homePage", "What is on.", guest -> counter.page(
                guest, guest.say("home.title"), Home.class, home.view(guest))));
        routes.addAll(counter.get("/events/{id}", "eventPage", "One event.", this::event));
        routes.addAll(counter.get("/services/{id}", "servicePage", "One service.",
                this::service));
        routes.addAll(counter.get("/language", "languagePage", "Another language.",
                Window::speak));
        routes.addAll(counter.get("/theme", "theme", "The workspace's colour.", guest ->
                Answer.bytes(200, "text/css; charset=utf-8", counter.rules()
                        .terms(guest.workspace()).accent().map(Accent::of).map(Accent::css)
                        .orElse("").getBytes(StandardCharsets.UTF_8))
                        .header("Cache-Control", "max-age=3600")));
        return routes;
    }

    private Answer event(Guest guest) {
        String id = guest.call().path("id");
        Stored<Event> event = catalog.find(guest.workspace(), id, Event.class)
                .filter(Stored::listed).orElseThrow(() -> Problem.unknown(id));
        int from = (int) guest.call().queryNumber("from", 0, 0, 10_000);
        return counter.page(guest, event.thing().name(), EventPage.class,
                events.view(guest, event, from));
    }

    private Answer service(Guest guest) {
        String id = guest.call().path("id");
        Stored<Service> service = catalog.find(guest.workspace(), id, Service.class)
                .filter(Stored::listed).orElseThrow(() -> Problem.unknown(id));
        return counter.page(guest, service.thing().name(), ServicePage.class,
                services.view(guest, service, new ServicePage.Look(guest.call().query("month"),
                        guest.call().query("day"), guest.call().query("with"))));
    }

    /// Goes back to where the visitor was, as long as that is one of our pages.
    private static Answer speak(Guest guest) {
        String back = guest.call().query("back").filter(path -> path.matches("/[^/\\\\].*|/"))
                .orElse(guest.link("/"));
        String language = guest.call().query("to").filter(Languages.ALL::contains)
                .orElse(Languages.ALL.getFirst());
        return Guests.speaking(guest, language, Pages.seeOther(back));
    }
}
