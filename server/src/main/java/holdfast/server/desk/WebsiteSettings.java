package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Languages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What customers see of the venue itself: logo, letters, what it says about itself, how it is
/// reached, its legal pages, its pages elsewhere, and who issues its receipts.
public final class WebsiteSettings implements DeskSection {
    private static final String PATH = "/desk/settings/website";
    private static final List<String> PROSE = List.of("about", "imprint", "privacy", "terms");
    private static final List<String> CONTACT = List.of("email", "phone", "address");
    private static final List<String> ISSUER = List.of("name", "address", "taxNumber", "series");
    private static final int MOST_LINKS = 10;

    /// What the page shows.
    ///
    /// @param logo      the address of the logo; empty without one
    /// @param typefaces by the value of the field
    /// @param links     how many pages elsewhere the form takes
    public record View(
            DeskForm form, String logo, Map<String, String> typefaces, List<String> prose,
            List<String> languages, int links) {
        /// The fields that the page has, by the API's names.
        public List<String> shown() {
            List<String> all = new ArrayList<>(prose);
            all.addAll(List.of("logo", "logo.alt", "typeface"));
            CONTACT.forEach(field -> all.add("contact." + field));
            ISSUER.forEach(field -> all.add("issuer." + field));
            for (int at = 0; at < links; at++) {
                all.addAll(List.of("links[" + at + "].name", "links[" + at + "].url"));
            }
            for (String language : languages) {
                prose.forEach(field -> all.add("translations." + language + "." + field));
                all.addAll(List.of("translations." + language + ".name",
                        "translations." + language + ".alt"));
            }
            return all;
        }

        /// Whether anything is written in this language.
        public boolean translated(String language) {
            return form.values().keySet().stream()
                    .anyMatch(name -> name.startsWith("translations." + language)
                            && !form.value(name).isEmpty())
                    || form.complaints().keySet().stream()
                            .anyMatch(name -> name.startsWith("translations." + language));
        }
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskWebsite", "What customers see of the venue.",
                        DeskPlace.SETTINGS, Permission.MANAGE,
                        visit -> page(visit, 200, stored(visit))),
                desk.upload(PATH, "saveDeskWebsite", "Change what customers see of the venue.",
                        DeskPlace.SETTINGS, Permission.MANAGE, WebsiteSettings::save));
    }

    private static DeskForm stored(DeskVisit visit) {
        JsonNode shop = visit.read(DeskCall.to("readWorkspace")).orElseThrow();
        Map<String, String> values = new HashMap<>(EventValues.texts(shop, "version",
                "typeface", "about", "imprint", "privacy", "terms", "contact.email",
                "contact.phone", "contact.address", "logo.id", "logo.alt", "issuer.name",
                "issuer.address", "issuer.taxNumber", "issuer.series"));
        for (int at = 0; at < shop.path("links").size(); at++) {
            values.put("links[" + at + "].name", shop.at("/links/" + at + "/name").asText());
            values.put("links[" + at + "].url", shop.at("/links/" + at + "/url").asText());
        }
        shop.path("translations").properties().forEach(language -> language.getValue()
                .properties().forEach(text -> values.put("translations." + language.getKey()
                        + "." + text.getKey(), text.getValue().asText())));
        return DeskForm.of(values);
    }

    private static Response page(DeskVisit visit, int status, DeskForm form) {
        Map<String, String> typefaces = new LinkedHashMap<>();
        for (String word : List.of("", "fraunces", "bricolage", "outfit")) {
            typefaces.put(word, visit.say("settings.site.typeface."
                    + (word.isEmpty() ? "none" : word)));
        }
        int links = 0;
        while (!form.value("links[" + links + "].name").isEmpty()
                || !form.value("links[" + links + "].url").isEmpty()) {
            links++;
        }
        String logo = form.value("logo.id");
        return visit.page(status, WebsiteSettings.class, visit.say("desk.settings.website"),
                new View(form, logo.isEmpty() ? "" : visit.read(DeskCall.to("readPicture")
                        .with("id", logo)).map(json -> json.at("/sizes/0/url").asText())
                        .orElse(""),
                        typefaces, PROSE, Languages.ALL, Math.min(MOST_LINKS, links + 2)));
    }

    private static Response save(DeskVisit visit) {
        Form form = visit.form();
        DeskForm shown = compact(form);
        if (form.file("logo").isPresent()) {
            switch (visit.call(DeskCall.to("createPicture").file(form.file("logo").get()))) {
                case DeskAnswer.Done made -> shown =
                        shown.with("logo.id", made.json().path("id").asText());
                case DeskAnswer.Refused refused -> {
                    return page(visit, 400,
                            shown.refusing(refused.about("logo"), visit.language()));
                }
            }
        }
        DeskForm sent = shown;
        return switch (visit.call(DeskCall.to("changeWorkspace").version(form.must("version"))
                .tree(patch(sent)))) {
            case DeskAnswer.Done _ -> visit.done(PATH, "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, refused.field().isEmpty()
                    ? sent.stopped(refused.text(visit.language()))
                    : sent.refusing(refused, visit.language()));
        };
    }

    /// What was sent, with its pages elsewhere without gaps, so that a refusal names the right one.
    private static DeskForm compact(Form form) {
        Map<String, String> values = new HashMap<>();
        form.names().stream().filter(name -> !name.startsWith("links["))
                .forEach(name -> values.put(name, form.prose(name).orElse("")));
        int next = 0;
        for (int at = 0; at < MOST_LINKS; at++) {
            Optional<String> name = form.first("links[" + at + "].name");
            Optional<String> url = form.first("links[" + at + "].url");
            if (name.isPresent() || url.isPresent()) {
                values.put("links[" + next + "].name", name.orElse(""));
                values.put("links[" + next + "].url", url.orElse(""));
                next++;
            }
        }
        return DeskForm.of(values);
    }

    private static ObjectNode patch(DeskForm form) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        text(patch, "typeface", form.value("typeface"));
        PROSE.forEach(field -> text(patch, field, form.value(field)));
        part(patch, "contact", CONTACT, form);
        part(patch, "issuer", ISSUER, form);
        if (form.ticked("logo.remove") || form.value("logo.id").isEmpty()) {
            patch.putNull("logo");
        } else {
            part(patch, "logo", List.of("id", "alt"), form);
        }
        for (int at = 0; at < MOST_LINKS; at++) {
            String path = "links[" + at + "].";
            if (!form.value(path + "name").isEmpty() || !form.value(path + "url").isEmpty()) {
                patch.withArray("links").addObject().put("name", form.value(path + "name"))
                        .put("url", form.value(path + "url"));
            }
        }
        if (!patch.has("links")) {
            patch.putNull("links");
        }
        ObjectNode languages = patch.putObject("translations");
        for (String language : Languages.ALL) {
            List<String> fields = new ArrayList<>(PROSE);
            fields.addAll(List.of("name", "alt"));
            String path = "translations." + language;
            if (fields.stream().allMatch(field -> form.value(path + "." + field).isEmpty())) {
                languages.putNull(language);
            } else {
                ObjectNode texts = languages.putObject(language);
                fields.forEach(field -> text(texts, field, form.value(path + "." + field)));
            }
        }
        return patch;
    }

    /// An object that is removed when nothing of it is filled in.
    private static void part(ObjectNode into, String name, List<String> fields, DeskForm form) {
        if (fields.stream().allMatch(field -> form.value(name + "." + field).isEmpty())) {
            into.putNull(name);
            return;
        }
        ObjectNode part = into.putObject(name);
        fields.forEach(field -> text(part, field, form.value(name + "." + field)));
    }

    private static void text(ObjectNode into, String field, String text) {
        if (text.isEmpty()) {
            into.putNull(field);
        } else {
            into.put(field, text);
        }
    }
}
