package holdfast.server.desk;

import holdfast.server.http.Response;

/// Handles a request of a member of staff who has the permission that the page needs.
@FunctionalInterface
interface DeskHandler {
    Response handle(DeskVisit visit);
}
