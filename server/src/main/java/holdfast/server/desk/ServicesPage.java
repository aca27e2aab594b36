package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Service;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.util.List;

/// What can be booked by time: the services, and the people and rooms that they need.
public final class ServicesPage implements DeskSection {
    private final Catalog catalog;

    ServicesPage(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    public record View(List<Row> services, List<Row> calendars, boolean manages) {}

    /// A service or a calendar.
    public record Row(String id, String name, String about, boolean offered) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get("/desk/services", "deskServices", "The services and calendars.",
                        DeskPlace.SERVICES, Permission.READ, this::list),
                desk.post("/desk/services/{id}/offer", "offerDeskService",
                        "Put a service on sale.", DeskPlace.SERVICES, Permission.MANAGE,
                        visit -> change(visit, "offerService", "published")),
                desk.post("/desk/services/{id}/withdraw", "withdrawDeskService",
                        "Take a service off sale.", DeskPlace.SERVICES, Permission.MANAGE,
                        visit -> change(visit, "withdrawService", "withdrawn")));
    }

    private static Response change(DeskVisit visit, String operation, String done) {
        return switch (visit.call(DeskCall.to(operation).with("id", visit.id()))) {
            case DeskAnswer.Done _ -> visit.done("/desk/services", done);
            case DeskAnswer.Refused refused -> visit.refused(refused, "/desk/services");
        };
    }

    private Response list(DeskVisit visit) {
        List<Row> services = catalog.all(visit.workspace(), Service.class).stream()
                .map(each -> new Row(each.id(), each.entry().name(),
                        visit.language().length(each.entry().times().duration())
                                + each.entry().price().map(price -> " · "
                                        + visit.language().money(price)).orElse(""),
                        each.listed()))
                .toList();
        List<Row> calendars = catalog.all(visit.workspace(), Calendar.class).stream()
                .map(each -> new Row(each.id(), each.entry().name(),
                        each.entry().role().orElse(""), each.listed()))
                .toList();
        return visit.page(ServicesPage.class, visit.say("desk.nav.services"),
                new View(services, calendars, visit.may(Permission.MANAGE)));
    }
}
