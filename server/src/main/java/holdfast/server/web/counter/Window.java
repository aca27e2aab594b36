package holdfast.server.web.counter;

import holdfast.server.http.Answer;
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
    private final Home home;
    private final Chooser chooser;

    Window(Counter counter, Home home, Chooser chooser) {
        this.counter = counter;
        this.home = home;
        this.chooser = chooser;
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
        return chooser.event(guest, id, Purpose.basket(guest, "/events/" + id));
    }

    private Answer service(Guest guest) {
        String id = guest.call().path("id");
        return chooser.service(guest, id, Purpose.basket(guest, "/services/" + id));
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
