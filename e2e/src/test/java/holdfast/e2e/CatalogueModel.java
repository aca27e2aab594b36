package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// A model of what may be sold of one event, computed only from the changes and sales that were
/// sent and answered, with their times. A version is valid from some moment between its change's
/// request and answer until some moment between the next change's request and answer.
final class CatalogueModel {
    /// An event as one version describes it.
    record Version(long number, String name, boolean onSale, String start,
            Map<String, Area> areas) {
        long price(String area) {
            return Optional.ofNullable(areas.get(area)).map(Area::price).orElse(-1L);
        }

        long capacity(String area) {
            return Optional.ofNullable(areas.get(area)).map(Area::capacity).orElse(0L);
        }
    }

    /// @param seats empty for places
    record Area(long price, long capacity, Set<String> seats) {}

    /// A change with a unique name.
    record Change(String name, long invoked, long answered, boolean done) {}

    /// When a sale was requested and granted, and when its release was requested.
    record Life(long invoked, long answered, AtomicLong released) {}

    /// A granted claim.
    record Sale(String area, long quantity, Set<String> seats, long price, String start,
            Life life) {
        /// Whether both claim the same part of the event.
        boolean isOf(Sale other) {
            return area.equals(other.area) && quantity == other.quantity
                    && seats.equals(other.seats);
        }

        boolean live(long moment) {
            return answered() <= moment && moment < released().get();
        }

        long invoked() {
            return life.invoked;
        }

        long answered() {
            return life.answered;
        }

        AtomicLong released() {
            return life.released;
        }
    }

    private final List<Version> versions;
    private final List<Change> changes;
    private final List<Sale> sales;
    private final long behind;
    private final long[] earliest;
    private final long[] latest;
    private final List<String> complaints = new ArrayList<>();

    /// @param behind for how long another node may show an older start
    CatalogueModel(
            List<Version> versions, List<Change> changes, List<Sale> sales, long behind) {
        this.versions = versions.stream()
                .sorted(Comparator.comparingLong(Version::number)).toList();
        this.changes = List.copyOf(changes);
        this.sales = List.copyOf(sales);
        this.behind = behind;
        earliest = new long[versions.size()];
        latest = new long[versions.size() + 1];
        bound();
    }

    static Version version(JsonNode found, Map<String, Set<String>> charts) {
        JsonNode event = found.path("event");
        Map<String, Area> areas = new HashMap<>();
        for (JsonNode area : event.path("areas")) {
            boolean places = area.path("kind").asText().equals("capacity");
            Set<String> seats = places ? Set.of() : seats(area, charts.getOrDefault(
                    event.path("chart").asText() + "@" + event.path("chartVersion").asText(),
                    Set.of()));
            areas.put(area.path("id").asText(), new Area(
                    area.path("price").path("amount").asLong(),
                    places ? area.path("capacity").asLong() : seats.size(), seats));
        }
        return new Version(found.path("version").asLong(), event.path("name").asText(),
                found.path("onSale").asBoolean(), event.path("start").asText(), areas);
    }

    static Set<String> seats(JsonNode area, Set<String> otherwise) {
        if (!area.has("rows")) {
            return otherwise;
        }
        Set<String> all = new HashSet<>();
        for (JsonNode row : area.path("rows")) {
            JsonNode seats = row.path("seats");
            for (int at = 1; seats.isInt() && at <= seats.asInt(); at++) {
                all.add(row.path("row").asText() + "-" + at);
            }
            for (JsonNode seat : seats) {
                all.add(row.path("row").asText() + "-" + seat.path("seat").asText());
            }
        }
        return all;
    }

    /// Narrows each version's bounds: it cannot begin before the versions before it.
    private void bound() {
        Map<String, Change> byName = new HashMap<>();
        changes.forEach(change -> byName.put(change.name(), change));
        String before = "";
        for (int at = 0; at < versions.size(); at++) {
            String name = versions.get(at).name();
            Optional<Change> change = name.equals(before) ? Optional.empty()
                    : Optional.ofNullable(byName.get(name));
            before = name;
            earliest[at] = Math.max(at == 0 ? Long.MIN_VALUE : earliest[at - 1],
                    change.map(Change::invoked).orElse(Long.MIN_VALUE));
            latest[at] = change.map(Change::answered).orElse(Long.MAX_VALUE);
        }
        latest[versions.size()] = Long.MAX_VALUE;
        for (int at = versions.size() - 1; at >= 0; at--) {
            latest[at] = Math.min(latest[at], latest[at + 1]);
        }
    }

    /// Whether a version that may have been valid between two moments matches.
    private boolean any(long from, long until, Predicate<Version> like) {
        for (int at = 0; at < versions.size(); at++) {
            if (earliest[at] <= until && from <= latest[at + 1] && like.test(versions.get(at))) {
                return true;
            }
        }
        return false;
    }

    /// All disagreements between the recorded answers and the model.
    List<String> complaints() {
        changes.forEach(this::effect);
        sales.forEach(this::described);
        sales.forEach(sale -> within(sale.answered(), sale.area()));
        for (Change change : changes) {
            sales.stream().map(Sale::area).distinct()
                    .forEach(area -> within(change.answered(), area));
        }
        twice();
        return complaints;
    }

    private void effect(Change change) {
        long times = 0;
        String before = "";
        for (Version version : versions) {
            if (version.name().equals(change.name()) && !before.equals(change.name())) {
                times++;
            }
            before = version.name();
        }
        if (times != (change.done() ? 1 : 0)) {
            complaints.add(change + " had " + times + " effects");
        }
    }

    private void described(Sale sale) {
        Predicate<Version> sells = version -> version.onSale()
                && version.areas().containsKey(sale.area())
                && version.areas().get(sale.area()).seats().containsAll(sale.seats());
        if (!any(sale.invoked(), sale.answered(), sells)) {
            complaints.add(sale + " was not on sale in any version at that time");
        }
        boolean priced = any(sale.invoked(), sale.answered(),
                sells.and(version -> version.price(sale.area()) == sale.price()));
        if (!priced) {
            complaints.add(sale + " has the price of no version at that time");
        }
        // The start follows the event, so it may be of a later version than the price.
        boolean begins = any(sale.invoked() - behind, sale.answered(),
                version -> version.start().equals(sale.start()));
        if (!begins) {
            complaints.add(sale + " begins as in no version at that time");
        }
    }

    /// What is certainly sold at a moment fits into a version that may be valid then.
    private void within(long moment, String area) {
        long sold = 0;
        Set<String> seats = new HashSet<>();
        for (Sale sale : sales) {
            if (sale.area().equals(area) && sale.live(moment)) {
                sold += sale.quantity();
                seats.addAll(sale.seats());
            }
        }
        long most = sold;
        if (sold > 0 && !any(moment, moment, version -> version.areas().containsKey(area)
                && version.areas().get(area).capacity() >= most
                && version.areas().get(area).seats().containsAll(seats))) {
            complaints.add(sold + " of " + area + " sold at " + moment + ", with " + seats
                    + ", and no version at that time has so many");
        }
    }

    private void twice() {
        for (int at = 0; at < sales.size(); at++) {
            for (int with = 0; with < sales.size(); with++) {
                Sale one = sales.get(at);
                Sale other = sales.get(with);
                if (at != with && one.area().equals(other.area())
                        && one.live(other.answered())
                        && one.seats().stream().anyMatch(other.seats()::contains)) {
                    complaints.add(other + " while " + one);
                }
            }
        }
    }

    /// What is sold at the end.
    long sold(String area) {
        return sales.stream().filter(sale -> sale.area().equals(area)
                && sale.released().get() == Long.MAX_VALUE).mapToLong(Sale::quantity).sum();
    }

    Version last() {
        return versions.getLast();
    }
}
