package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.MailTerms;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.web.Form;
import holdfast.server.web.Languages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How the shop writes to its customers: where answers go, reminders, and the words of each kind of
/// mail in each language.
public final class MailDesk implements DeskSection {
    private static final String PATH = "/desk/settings/mails";
    private static final String ONE = PATH + "/{id}/{language}";
    private static final List<String> REMIND =
            List.of("PT2H", "PT24H", "PT48H", "PT168H", "never");

    /// What the page shows.
    ///
    /// @param remind when reminders are sent, in words, by the value of the field
    public record View(
            DeskForm form, Map<String, String> remind, List<Kind> kinds,
            List<String> languages) {}

    /// A kind of mail.
    ///
    /// @param own the languages in which it has the venue's own words
    public record Kind(String word, List<String> own) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskMails", "How the shop writes to its customers.",
                        DeskPlace.SETTINGS, Permission.MANAGE,
                        visit -> page(visit, 200, Optional.empty())),
                desk.post(PATH, "saveDeskMails", "Change how the shop writes to its customers.",
                        DeskPlace.SETTINGS, Permission.MANAGE, MailDesk::save),
                desk.get(ONE, "deskMailText", "The words of a mail.", DeskPlace.SETTINGS,
                        Permission.MANAGE, MailDesk::text),
                desk.post(ONE, "saveDeskMailText", "Change the words of a mail.",
                        DeskPlace.SETTINGS, Permission.MANAGE, MailDesk::saveText),
                desk.post(ONE + "/usual", "usualDeskMailText", "Use the usual words again.",
                        DeskPlace.SETTINGS, Permission.MANAGE, MailDesk::usual));
    }

    private static JsonNode stored(DeskVisit visit) {
        return visit.read(DeskCall.to("readMailSettings")).orElseThrow();
    }

    private static Response page(DeskVisit visit, int status, Optional<DeskForm> sent) {
        JsonNode settings = stored(visit);
        DeskForm form = sent.orElseGet(() -> {
            List<String> copies = new ArrayList<>();
            settings.path("copiesTo").forEach(each -> copies.add(each.asText()));
            Map<String, String> values = new HashMap<>(EventValues.texts(
                    settings, "version", "replyTo", "remindBefore"));
            values.put("copiesTo", String.join(", ", copies));
            return DeskForm.of(values);
        });
        List<Kind> kinds = new ArrayList<>();
        for (String kind : MailTerms.KINDS) {
            kinds.add(new Kind(kind, Languages.ALL.stream()
                    .filter(language -> own(settings, kind, language).isPresent()).toList()));
        }
        return visit.page(status, MailDesk.class, visit.say("desk.settings.mails"),
                new View(form, remind(visit, form.value("remindBefore")), kinds, Languages.ALL));
    }

    private static Map<String, String> remind(DeskVisit visit, String present) {
        Map<String, String> all = new LinkedHashMap<>();
        Stream.concat(REMIND.stream(), Stream.of(present)
                .filter(each -> each.matches("PT[0-9]{1,6}[HMS]"))).forEach(
                        each -> all.put(each,
                                each.equals("never") ? visit.say("settings.mail.remind.never")
                                        : visit.say("settings.mail.remind.before",
                                                visit.language().length(Duration.parse(each)))));
        return all;
    }

    private static Response save(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("changeMailSettings")
                .version(form.must("version")).json(json -> {
                    maybe(json, "replyTo", form.first("replyTo"));
                    json.texts("copiesTo", Stream.of(EventValues.first(form, "copiesTo")
                            .split("[\\s,;]+", -1)).filter(each -> !each.isEmpty()).toList());
                    json.put("remindBefore", form.first("remindBefore"));
                }));
        return switch (answer) {
            case DeskAnswer.Done _ -> visit.done(PATH, "saved");
            case DeskAnswer.Refused refused -> page(visit, 400, Optional.of(
                    DeskForm.refused(form, refused, visit.language())));
        };
    }

    private static void maybe(Json json, String field, Optional<String> value) {
        value.ifPresentOrElse(each -> json.put(field, each),
                () -> json.raw(field, NullNode.getInstance()));
    }

    private static Optional<JsonNode> own(JsonNode settings, String kind, String language) {
        for (JsonNode text : settings.path("texts")) {
            if (text.path("kind").asText().equals(kind)
                    && text.path("language").asText().equals(language)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static boolean known(DeskVisit visit) {
        return MailTerms.KINDS.contains(visit.id())
                && Languages.ALL.contains(visit.request().path("language"));
    }

    private static Response text(DeskVisit visit) {
        if (!known(visit)) {
            return visit.missing();
        }
        JsonNode settings = stored(visit);
        Optional<JsonNode> own = own(settings, visit.id(), visit.request().path("language"));
        Map<String, String> values = new HashMap<>();
        values.put("version", settings.path("version").asText());
        own.ifPresent(text -> values.putAll(EventValues.texts(text, "subject", "greeting")));
        return words(visit, 200, DeskForm.of(values), own.isPresent());
    }

    /// Words that are left out are the usual ones.
    private static Response words(DeskVisit visit, int status, DeskForm form, boolean own) {
        DeskAnswer shown = visit.call(DeskCall.to("previewMail").json(json -> {
            json.put("kind", visit.id()).put("language", visit.request().path("language"))
                    .put("subject", filled(form.value("subject")))
                    .put("greeting", filled(form.value("greeting")));
        }));
        return switch (shown) {
            case DeskAnswer.Done done -> visit.page(status, MailTextPage.class,
                    visit.say("settings.mail.kind." + visit.id()),
                    new MailTextPage.View(visit.id(), visit.request().path("language"),
                            with(with(form, "subject", done.json()), "greeting", done.json()),
                            done.json().path("subject").asText(),
                            done.json().path("text").asText(), own));
            case DeskAnswer.Refused refused -> words(visit, 400, DeskForm.of(Map.of(
                    "version", form.value("version"))).refusing(refused, visit.language()), own);
        };
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static DeskForm with(DeskForm form, String field, JsonNode shown) {
        return form.value(field).isEmpty()
                ? form.with(field, shown.path("usual").path(field).asText()) : form;
    }

    private static Response saveText(DeskVisit visit) {
        Form form = visit.form();
        if (!known(visit)) {
            return visit.missing();
        }
        boolean own = own(stored(visit), visit.id(), visit.request().path("language"))
                .isPresent();
        if (form.first("preview").isPresent()) {
            return words(visit, 200, DeskForm.sent(form), own);
        }
        return switch (change(visit, form, true)) {
            case DeskAnswer.Done _ -> visit.done(path(visit), "saved");
            case DeskAnswer.Refused refused -> words(visit, 400, DeskForm.refused(form,
                    refused.about(refused.field().replaceFirst(".*\\.", "")),
                    visit.language()), own);
        };
    }

    private static String path(DeskVisit visit) {
        return PATH + "/" + visit.id() + "/" + visit.request().path("language");
    }

    private static Response usual(DeskVisit visit) {
        if (!known(visit)) {
            return visit.missing();
        }
        return switch (change(visit, visit.form(), false)) {
            case DeskAnswer.Done _ -> visit.done(path(visit), "usual");
            case DeskAnswer.Refused refused -> visit.refused(refused, path(visit));
        };
    }

    /// All texts, with or without this one. The version makes sure that they are the ones that were
    /// seen.
    private static DeskAnswer change(DeskVisit visit, Form form, boolean keep) {
        String language = visit.request().path("language");
        JsonNode settings = stored(visit);
        return visit.call(DeskCall.to("changeMailSettings").version(form.must("version"))
                .json(json -> {
                    List<JsonNode> texts = new ArrayList<>();
                    settings.path("texts").forEach(texts::add);
                    own(settings, visit.id(), language).ifPresent(texts::remove);
                    if (keep) {
                        ObjectNode text =
                                JsonNodeFactory.instance.objectNode().put("kind", visit.id())
                                        .put("language", language);
                        form.first("subject").ifPresent(each -> text.put("subject", each));
                        form.all("greeting").stream().findFirst()
                                .ifPresent(each -> text.put("greeting",
                                        each.replace("\r\n", "\n")));
                        texts.add(text);
                    }
                    json.array("texts", texts, (out, text) -> text.properties()
                            .forEach(each -> out.put(each.getKey(), each.getValue().asText())));
                }));
    }
}
