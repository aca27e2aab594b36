package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Permission;
import holdfast.server.booking.DescribedInventories;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.Item;
import holdfast.server.booking.LaneBound;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Services, and the times at which they can begin.
public final class Services {
    private static final int USUAL_DAYS = 7;
    private static final int MOST_WITH = 8;

    private final Resource<Service> services;
    private final VisitPlanner visits;

    public Services(Catalog catalog, CatalogChanges changes, VisitPlanner visits) {
        this.visits = visits;
        this.services = new Resource<>(catalog, changes, new Described(catalog));
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(services.routes());
        routes.add(new Route("GET", "/v1/services/{id}/free", Permission.BUY, "freeTimes",
                "The free start times of a service.", this::free));
        routes.add(new Route("GET", "/v1/services/{id}/free/days", Permission.BUY, "freeDays",
                "The days on which a service has free start times.", this::days));
        return List.copyOf(routes);
    }

    private static final class Described implements Resource.Kind<Service> {
        private final Catalog catalog;

        Described(Catalog catalog) {
            this.catalog = catalog;
        }

        @Override
        public Class<Service> type() {
            return Service.class;
        }

        @Override
        public CatalogEntry.Kind kind() {
            return CatalogEntry.Kind.SERVICE;
        }

        @Override
        public Service read(Fields fields, Optional<Service> before) {
            return Service.read(fields);
        }

        @Override
        public void check(String workspace, String id, Service service) {
            for (int need = 0; need < service.needs().size(); need++) {
                List<String> anyOf = service.needs().get(need).anyOf();
                for (int at = 0; at < anyOf.size(); at++) {
                    if (catalog.find(workspace, anyOf.get(at), Calendar.class).isEmpty()) {
                        throw new Invalid("needs[" + need + "].anyOf[" + at + "]",
                                "must be a calendar of this workspace");
                    }
                }
            }
            if (service.about().venue().filter(DescribedInventories::hall)
                    .filter(venue -> catalog.find(workspace, venue, Venue.class).isEmpty())
                    .isPresent()) {
                throw new Invalid("venue", "must be a venue of this workspace, or a name");
            }
            new LaneBound(catalog, workspace).check(service.needs(), "needs");
        }
    }

    private VisitPlanner.Span span(Request request, ZoneId zone) {
        request.onlyQuery("from", "to", "with", "override");
        LocalDate from = date(request, "from").orElseGet(() -> visits.today(zone));
        LocalDate to = date(request, "to").orElseGet(() -> from.plusDays(USUAL_DAYS));
        if (!from.isBefore(to)) {
            throw new Invalid("to", "must be after \"from\": it is the day after the last day");
        }
        if (to.isAfter(from.plusDays(VisitPlanner.DAYS))) {
            throw new Invalid("to", "must be at most " + VisitPlanner.DAYS + " days after from");
        }
        return new VisitPlanner.Span(from, to, request.queries("with", MOST_WITH),
                Optional.empty(), RequestedItems.rules(request, overriding(request)));
    }

    private static boolean overriding(Request request) {
        return request.query("override").map(text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new Invalid("override", "must be true or false");
            }
            return text.equals("true");
        }).orElse(false);
    }

    private static Optional<LocalDate> date(Request request, String name) {
        return request.query(name).map(text -> {
            try {
                LocalDate date = LocalDate.parse(text);
                if (date.getYear() >= 1901 && date.getYear() <= 2198) {
                    return date;
                }
            } catch (DateTimeException nonsense) {
                // Reported below, like a day that is too far away.
            }
            throw new Invalid(name, "must be a day, as in 2026-12-01");
        });
    }

    private Response free(Request request) {
        return answer(request, (service, span) -> {
            VisitPlanner.Listed<Item.Visit> free = whole(span, visits.free(
                    request.workspace(), service, span, wanted(request)));
            return json -> {
                json.array("starts", free.items(), Services::start);
                json.put("next", free.next().map(LocalDate::toString));
            };
        });
    }

    private static void start(Json json, Item.Visit visit) {
        json.put("start", Texts.text(visit.start())).texts("with", visit.with());
    }

    private Response days(Request request) {
        return answer(request, (service, span) -> {
            VisitPlanner.Listed<LocalDate> free = whole(span, visits.days(
                    request.workspace(), service, span, wanted(request)));
            return json -> {
                json.texts("days", free.items().stream().map(LocalDate::toString).toList());
                json.put("next", free.next().map(LocalDate::toString));
            };
        });
    }

    /// Whether the client is still connected and its time is not over.
    private static BooleanSupplier wanted(Request request) {
        BooleanSupplier inTime = VisitPlanner.inTime();
        return () -> inTime.getAsBoolean() && !request.gone();
    }

    /// An answer covers at least one day; it is shorter only if the server ran out of time.
    private static <T> VisitPlanner.Listed<T> whole(VisitPlanner.Span span,
            VisitPlanner.Listed<T> listed) {
        boolean nothing = listed.items().isEmpty() && listed.next()
                .map(next -> !next.isAfter(span.from())).orElse(false);
        if (nothing) {
            throw Problem.overloaded(Duration.ofSeconds(1));
        }
        return listed;
    }

    @FunctionalInterface
    private interface SpanReader {
        Consumer<Json> at(Versioned<Service> service, VisitPlanner.Span span);
    }

    /// Availability changes at any moment, so the answer is not cached.
    private Response answer(Request request, SpanReader looking) {
        Versioned<Service> service = services.find(request);
        ZoneId zone = visits.zone(request.workspace(), service.entry());
        Consumer<Json> content = looking.at(service, span(request, zone));
        return Response.json(200, json -> {
            json.put("timeZone", zone.getId()).put("today", visits.today(zone).toString());
            content.accept(json);
        }).header("Cache-Control", "no-store");
    }
}
