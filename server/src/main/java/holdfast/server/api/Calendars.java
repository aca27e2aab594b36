package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.LaneBound;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.http.Request;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// Calendars: the time of staff, rooms and machines.
public final class Calendars {
    private final Resource<Calendar> calendars;

    public Calendars(Catalog catalog, CatalogChanges changes) {
        calendars = new Resource<>(catalog, changes, new Described(catalog));
    }

    public List<Route> routes() {
        return calendars.routes();
    }

    private static final class Described implements Resource.Kind<Calendar> {
        private final Catalog catalog;

        Described(Catalog catalog) {
            this.catalog = catalog;
        }

        @Override
        public Class<Calendar> type() {
            return Calendar.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.CALENDAR;
        }

        @Override
        public void check(String workspace, String id, Calendar calendar) {
            new LaneBound(catalog, workspace).check(id, calendar.lanes());
        }

        @Override
        public Calendar read(Fields fields, Optional<Calendar> before) {
            return Calendar.read(fields).with(before.map(Calendar::exceptions)
                    .orElse(Calendar.Exceptions.NONE));
        }

        /// Closures and openings have their own requests: a change of other fields keeps them.
        @Override
        public void describe(Json json, Calendar calendar) {
            calendar.with(Calendar.Exceptions.NONE).write(json);
        }

        /// The reasons for closures are shown to staff only.
        @Override
        public void show(Request request, Json json, Calendar calendar) {
            if (request.who().may(Permission.READ)) {
                calendar.write(json);
            } else {
                describe(json, calendar);
            }
        }
    }
}
