package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// All that somebody may open, to jump to; and the keys of the desk. Where scripts run both open
/// above any page.
public final class JumpPage implements DeskSection {
    private static final int MOST = 400;
    /// The key after `g` for a place, by its word.
    private static final Map<String, String> KEYS = Map.ofEntries(Map.entry("today", "t"),
            Map.entry("boxOffice", "o"), Map.entry("bookings", "b"), Map.entry("events", "e"),
            Map.entry("services", "a"), Map.entry("board", "c"), Map.entry("door", "d"),
            Map.entry("money", "m"), Map.entry("reports", "r"), Map.entry("settings", "s"));

    private final Catalog catalog;

    JumpPage(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the list shows.
    ///
    /// @param query what is searched for; empty for all
    public record View(String query, List<Target> targets) {}

    /// Where to jump.
    public record Target(String path, String name, String about) {}

    /// The key of a place after `g`; empty if it has none.
    public static String key(DeskPlace place) {
        return KEYS.getOrDefault(place.word(), "");
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get("/desk/go", "deskJump", "All pages, to jump to.", DeskPlace.NOWHERE,
                        Permission.READ, this::list),
                desk.get("/desk/keys", "deskShortcuts", "The keys of the desk.",
                        DeskPlace.NOWHERE, Permission.READ,
                        visit -> visit.page(ShortcutsPage.class, visit.say("jump.keys"),
                                new ShortcutsPage.View(keys(visit)))));
    }

    private static Map<String, String> keys(DeskVisit visit) {
        Map<String, String> keys = new LinkedHashMap<>();
        DeskPlace.of(visit.staff().who()).stream().filter(place -> !key(place).isEmpty())
                .forEach(place -> keys.put(key(place), visit.say("desk.nav." + place.word())));
        return keys;
    }

    private Response list(DeskVisit visit) {
        String query = visit.request().query("q").orElse("");
        List<String> words = Stream.of(plain(query).split("\\s+", -1))
                .filter(word -> !word.isEmpty()).toList();
        return visit.page(JumpPage.class, visit.say("jump.title"), new View(query,
                targets(visit).stream().filter(target -> words.stream().allMatch(
                        plain(target.name() + " " + target.about())::contains))
                        .limit(MOST).toList()));
    }

    /// As words are compared: without accents and capitals.
    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private List<Target> targets(DeskVisit visit) {
        List<Target> all = new ArrayList<>();
        DeskPlace.of(visit.staff().who()).forEach(place -> all.add(new Target(
                place.path(), visit.say("desk.nav." + place.word()), "")));
        if (visit.may(Permission.MANAGE)) {
            all.add(new Target("/desk/events/new", visit.say("desk.event.new"), ""));
            all.add(new Target("/desk/services/new", visit.say("desk.service.new"), ""));
            all.add(new Target("/desk/calendars/new", visit.say("desk.calendar.new"), ""));
        }
        all.add(new Target("/desk/venues", visit.say("desk.venues"),
                visit.say("desk.nav.events")));
        all.add(new Target("/desk/mails", visit.say("settings.mail.log"),
                visit.say("desk.settings.mails")));
        Stream.of("sales", "occupancy", "no-shows", "taxes", "payments")
                .forEach(report -> all.add(new Target("/desk/reports?report=" + report,
                        visit.say("report." + report), visit.say("desk.nav.reports"))));
        SettingsTab.of(visit.staff().who()).forEach(tab -> all.add(new Target(tab.path(),
                visit.say("desk.settings." + tab.word()), visit.say("desk.nav.settings"))));
        things(visit, all);
        return all;
    }

    private void things(DeskVisit visit, List<Target> all) {
        catalog.all(visit.workspace(), Event.class).stream()
                .sorted(Comparator.comparing(event -> event.entry().when().start().toInstant(),
                        Comparator.<Instant>reverseOrder()))
                .forEach(event -> all.add(new Target("/desk/events/" + event.id(),
                        event.entry().name(), visit.language().moment(event.entry().when().start()
                                .atZoneSameInstant(event.entry().when().zone())))));
        if (visit.may(Permission.MANAGE)) {
            catalog.all(visit.workspace(), Service.class).forEach(service -> all.add(new Target(
                    "/desk/services/" + service.id() + "/edit", service.entry().name(),
                    visit.say("desk.nav.services"))));
            catalog.all(visit.workspace(), Calendar.class).forEach(calendar -> all.add(
                    new Target("/desk/calendars/" + calendar.id(), calendar.entry().name(),
                            visit.say("desk.calendars"))));
        }
    }
}
