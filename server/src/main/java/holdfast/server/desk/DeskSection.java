package holdfast.server.desk;

import holdfast.server.http.Route;
import java.util.List;

/// Pages of the desk that belong together, such as those about events.
@FunctionalInterface
interface DeskSection {
    List<Route> routes(DeskRoutes desk);
}
