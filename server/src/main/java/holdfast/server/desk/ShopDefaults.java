package holdfast.server.desk;

import holdfast.server.catalog.Area;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Region;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Venue;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/// What a form for something new begins with: what the workspace's settings say, or else what it
/// uses already.
///
/// @param currencies its own first
record ShopDefaults(ZoneId zone, List<String> currencies) {
    private static final List<String> USUAL = List.of("EUR", "CHF", "GBP", "USD", "SEK", "DKK",
            "NOK", "PLN", "CZK", "CAD", "AUD", "JPY");

    static ShopDefaults of(Catalog catalog, String workspace) {
        Region region = catalog.find(workspace, Terms.ID, Terms.class)
                .map(terms -> terms.entry().region()).orElse(Region.NONE);
        List<Event> events = catalog.all(workspace, Event.class).stream()
                .map(each -> each.entry()).toList();
        List<Service> services = catalog.all(workspace, Service.class).stream()
                .map(each -> each.entry()).toList();
        ZoneId zone = Stream
                .of(region.zone().stream(), events.stream().map(event -> event.when().zone()),
                        catalog.all(workspace, Venue.class).stream()
                                .map(each -> each.entry().zone()),
                        catalog.all(workspace, Calendar.class).stream()
                                .map(each -> each.entry().zone()))
                .flatMap(each -> each).findFirst().orElse(ZoneId.systemDefault());
        Stream<String> used = Stream.of(
                events.stream().flatMap(event -> event.areas().stream())
                        .flatMap(ShopDefaults::prices),
                services.stream().flatMap(service -> service.price().stream()))
                .flatMap(each -> each).map(Money::currency);
        return new ShopDefaults(zone, Stream.of(region.currency().stream(), used, USUAL.stream())
                .flatMap(each -> each).distinct().toList());
    }

    private static Stream<Money> prices(Area area) {
        return Stream.concat(area.card().price().stream(),
                area.card().tiers().stream().map(Area.Tier::price));
    }

    String currency() {
        return currencies.getFirst();
    }
}
