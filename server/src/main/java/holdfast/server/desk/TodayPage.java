package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Pages;
import java.util.List;

/// The first page after signing in.
public final class TodayPage implements DeskSection {
    /// What the page shows.
    ///
    /// @param manages whether its reader may change what is on sale
    public record View(boolean manages) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(desk.get("/desk", "deskToday", "What happens today.", DeskPlace.TODAY,
                Permission.BUY, TodayPage::today));
    }

    private static Response today(DeskVisit visit) {
        return visit.may(Permission.READ)
                ? visit.page(TodayPage.class, visit.say("desk.nav.today"),
                        new View(visit.may(Permission.MANAGE)))
                : Pages.seeOther("/desk/scan");
    }
}
