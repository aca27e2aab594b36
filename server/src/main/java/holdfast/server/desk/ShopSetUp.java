package holdfast.server.desk;

import com.fasterxml.jackson.databind.node.NullNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Languages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The second step of setting up: what the shop is called, where it sells, and its colour.
public final class ShopSetUp implements DeskSection {
    private static final String PATH = "/desk/setup/shop";

    private final Catalog catalog;

    ShopSetUp(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param languages those that the storefront can speak
    public record View(DeskForm form, List<String> currencies, List<String> languages) {
        /// Whether the storefront shall speak this language.
        public boolean speaks(String language) {
            return form.values().getOrDefault("languages", List.of()).contains(language);
        }
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskShopSetUp", "The page for a new shop's name and look.",
                        DeskPlace.NOWHERE, Permission.MANAGE,
                        visit -> page(visit, 200, stored(visit))),
                desk.post(PATH, "setUpShop", "Save a new shop's name and look.",
                        DeskPlace.NOWHERE, Permission.MANAGE, this::save));
    }

    private DeskForm stored(DeskVisit visit) {
        Optional<Versioned<Terms>> found =
                catalog.find(visit.workspace(), Terms.ID, Terms.class);
        Terms terms = found.map(Versioned::entry).orElse(Terms.USUAL);
        ShopDefaults usual = ShopDefaults.of(catalog, visit.workspace());
        Map<String, List<String>> values = new HashMap<>();
        values.put("version", List.of(Long.toString(found.map(Versioned::version).orElse(0L))));
        values.put("name", List.of(terms.equals(Terms.USUAL) ? "" : terms.name()));
        values.put("timeZone", List.of(usual.zone().getId()));
        values.put("currency", List.of(usual.currency()));
        values.put("accent", List.of(terms.accent().orElse("")));
        values.put("languages", terms.region().languages().isEmpty() ? Languages.ALL
                : terms.region().languages());
        return new DeskForm(values, Map.of(), "");
    }

    private Response page(DeskVisit visit, int status, DeskForm form) {
        return visit.page(status, ShopSetUp.class, visit.say("desk.setUp.shop"), new View(form,
                ShopDefaults.of(catalog, visit.workspace()).currencies(), Languages.ALL));
    }

    private Response save(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("changeWorkspace")
                .version(form.must("version"))
                .json(json -> {
                    json.put("name", EventValues.first(form, "name"))
                            .put("timeZone", EventValues.first(form, "timeZone"))
                            .put("currency", EventValues.first(form, "currency"));
                    form.first("accent").ifPresentOrElse(
                            colour -> json.put("accent", colour),
                            () -> json.raw("accent", NullNode.getInstance()));
                    json.texts("languages", form.all("languages"));
                }));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done("/desk/start", "saved");
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()));
        };
    }
}
