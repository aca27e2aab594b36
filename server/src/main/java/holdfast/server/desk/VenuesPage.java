package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Venue;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.util.List;
import java.util.Map;

/// The venues, each of which has one event at a time.
public final class VenuesPage implements DeskSection {
    private static final String PATH = "/desk/venues";

    private final Catalog catalog;

    VenuesPage(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    public record View(DeskForm form, List<Row> venues, boolean manages) {}

    /// A venue.
    public record Row(String name, String about) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskVenues", "The venues.", DeskPlace.EVENTS, Permission.READ,
                        visit -> page(visit, 200, DeskForm.of(Map.of("timeZone",
                                ShopDefaults.of(catalog, visit.workspace()).zone().getId())))),
                desk.post(PATH, "makeDeskVenue", "Add a venue.", DeskPlace.EVENTS,
                        Permission.MANAGE, this::make));
    }

    private Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, VenuesPage.class, visit.say("desk.venues"), new View(form,
                catalog.all(visit.workspace(), Venue.class).stream()
                        .map(venue -> new Row(venue.entry().name(),
                                venue.entry().address().orElse(venue.entry().zone().getId())))
                        .toList(),
                visit.may(Permission.MANAGE)));
    }

    private Response make(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("createVenue").once(form.must("nonce"))
                .json(json -> json.put("name", EventValues.first(form, "name"))
                        .put("timeZone", EventValues.first(form, "timeZone"))
                        .put("address", form.first("address"))));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(PATH, "saved");
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()));
        };
    }
}
