package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The API keys of the workspace, and how its shop is embedded in another website.
public final class KeySettings implements DeskSection {
    private static final String PATH = "/desk/settings/keys";

    /// What the page shows.
    ///
    /// @param secret the key that was just made; empty if none was
    public record View(DeskForm form, List<Key> keys, Map<String, String> kinds, String secret) {}

    /// A key that works.
    public record Key(String id, String name, String hint, String kind, String made) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskKeys", "The API keys.", DeskPlace.SETTINGS, Permission.OWN,
                        visit -> page(visit, 200, DeskForm.of(Map.of()), "")),
                desk.post(PATH, "makeDeskKey", "Make a key.", DeskPlace.SETTINGS,
                        Permission.OWN, KeySettings::make),
                desk.post(PATH + "/{id}/revoke", "revokeDeskKey", "Revoke a key.",
                        DeskPlace.SETTINGS, Permission.OWN, KeySettings::revoke));
    }

    private static Response page(DeskVisit visit, int status, DeskForm form, String secret) {
        List<Key> keys = new ArrayList<>();
        for (JsonNode key : visit.read(DeskCall.to("listKeys").asking("limit", "200"))
                .map(json -> json.path("items")).orElse(MissingNode.getInstance())) {
            if (key.path("endsAt").isMissingNode()) {
                String kind = key.path("kind").asText();
                keys.add(new Key(key.path("id").asText(), key.path("name").asText(),
                        key.path("hint").asText(), visit.say("desk.key." + kind),
                        visit.say("desk.key.made", visit.language().date(
                                Instant.parse(key.path("madeAt").asText())
                                        .atZone(ZoneId.systemDefault()).toLocalDate()),
                                key.path("madeBy").asText())));
            }
        }
        return visit.page(status, KeySettings.class, visit.say("desk.settings.keys"), new View(
                form, keys, Map.of("secret", visit.say("desk.key.secret"), "publishable",
                        visit.say("desk.key.publishable")),
                secret));
    }

    /// The key is shown in this answer only.
    private static Response make(DeskVisit visit) {
        Form form = visit.form();
        DeskAnswer answer = visit.call(DeskCall.to("createKey").once(form.must("nonce"))
                .json(json -> json.put("kind", EventValues.first(form, "kind"))
                        .put("name", EventValues.first(form, "name"))));
        return switch (answer) {
            case DeskAnswer.Done done -> page(visit, 200, DeskForm.of(Map.of()),
                    done.json().path("key").asText());
            case DeskAnswer.Refused refused -> page(visit, 400,
                    DeskForm.refused(form, refused, visit.language()), "");
        };
    }

    private static Response revoke(DeskVisit visit) {
        return switch (visit.call(DeskCall.to("revokeKey").with("id", visit.id()))) {
            case DeskAnswer.Done _ -> visit.done(PATH, "revoked");
            case DeskAnswer.Refused refused -> visit.refused(refused, PATH);
        };
    }
}
