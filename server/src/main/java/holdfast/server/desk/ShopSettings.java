package holdfast.server.desk;

import com.fasterxml.jackson.databind.node.NullNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.web.Form;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of the shop: its name, its colour, until when customers may change their mind.
public final class ShopSettings implements DeskSection {
    private static final String PATH = "/desk/settings";
    private static final List<String> USUAL =
            List.of("PT0S", "PT2H", "PT24H", "PT48H", "PT168H", "PT336H", "never");

    private static final String DURATION = "PT[0-9]{1,6}[HMS]";

    private final Catalog catalog;

    ShopSettings(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param cancel   until when customers may cancel, in words, by the value of the field
    /// @param exchange the same for exchanging
    public record View(DeskForm form, Map<String, String> cancel, Map<String, String> exchange) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskSettings", "The shop's settings.", DeskPlace.SETTINGS,
                        Permission.MANAGE, visit -> page(visit, 200, stored(visit))),
                desk.post(PATH, "saveDeskSettings", "Save the shop's settings.",
                        DeskPlace.SETTINGS, Permission.MANAGE, this::save));
    }

    private DeskForm stored(DeskVisit visit) {
        Optional<Versioned<Terms>> found =
                catalog.find(visit.workspace(), Terms.ID, Terms.class);
        Terms terms = found.map(Versioned::entry).orElse(Terms.USUAL);
        return DeskForm.of(Map.of(
                "version", Long.toString(found.map(Versioned::version).orElse(0L)),
                "name", terms.name(), "accent", terms.accent().orElse(""),
                "cancelUntilBefore", text(terms.cancel()),
                "exchangeUntilBefore", text(terms.exchange())));
    }

    private static String text(Optional<Duration> limit) {
        return limit.map(Duration::toString).orElse("never");
    }

    private static Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, ShopSettings.class, visit.say("desk.settings.shop"), new View(
                form, limits(visit, form.value("cancelUntilBefore")),
                limits(visit, form.value("exchangeUntilBefore"))));
    }

    /// The usual limits and the present one, in words.
    private static Map<String, String> limits(DeskVisit visit, String present) {
        Map<String, String> all = new LinkedHashMap<>();
        Stream.concat(USUAL.stream(), Stream.of(present).filter(each -> each.matches(DURATION)))
                .forEach(each -> all.put(each, limit(visit, each)));
        return all;
    }

    private static String limit(DeskVisit visit, String value) {
        return value.equals("never") ? visit.say("desk.limit.never")
                : value.equals("PT0S") ? visit.say("desk.limit.start")
                        : visit.say("desk.limit.before",
                                visit.language().length(Duration.parse(value)));
    }

    private Response save(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("changeWorkspace")
                .version(form.must("version"))
                .json(json -> {
                    json.put("name", form.first("name").orElse(""));
                    json.put("cancelUntilBefore", form.first("cancelUntilBefore"))
                            .put("exchangeUntilBefore", form.first("exchangeUntilBefore"));
                    maybe(json, "accent", form.first("accent"));
                }));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(PATH, "saved");
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()));
        };
    }

    /// A field that is removed when it is empty.
    private static void maybe(Json json, String field, Optional<String> value) {
        value.ifPresentOrElse(each -> json.put(field, each),
                () -> json.raw(field, NullNode.getInstance()));
    }
}
