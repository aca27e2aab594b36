package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.ApiKey;
import holdfast.server.auth.ApiKeyOutcome;
import holdfast.server.auth.ApiKeys;
import holdfast.server.auth.Permission;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;

/// The API keys of a workspace.
public final class AccessKeys {
    private static final int LONGEST_NAME = 100;
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Duration KEPT_MOST = Duration.ofDays(90);

    private final ApiKeys keys;
    private final boolean secure;

    public AccessKeys(ApiKeys keys, boolean secure) {
        this.keys = keys;
        this.secure = secure;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/keys", Permission.OWN, "listKeys",
                        "Lists the workspace's keys, also revoked ones.", this::list),
                new Route("POST", "/v1/keys", Permission.OWN, "createKey",
                        "Creates a key; only this answer contains the key itself.", this::create),
                new Route("POST", "/v1/keys/{id}/rotate", Permission.OWN, "rotateKey",
                        "Replaces a key; the old one stays valid for a while.",
                        this::rotate),
                new Route("DELETE", "/v1/keys/{id}", Permission.OWN, "revokeKey",
                        "Revokes a key at once.", this::revoke));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        int limit = Paging.limit(request);
        List<ApiKey> found =
                keys.all(request.workspace(), request.query("after").orElse(""), limit + 1);
        List<ApiKey> page = found.subList(0, Math.min(limit, found.size()));
        return Response.json(200, json -> {
            json.array("items", page, AccessKeys::write);
            if (found.size() > limit) {
                json.put("next", page.getLast().id());
            }
        });
    }

    private static void write(Json json, ApiKey key) {
        json.put("id", key.id()).put("kind", key.kind().word()).put("name", key.name())
                .put("hint", key.hint()).put("madeBy", key.madeBy())
                .put("madeAt", key.times().madeAt().toString())
                .put("endsAt", key.times().endsAt().map(Object::toString))
                .put("lastUsedAt", key.times().usedAt().map(Object::toString));
    }

    private record KeyBody(ApiKey.Kind kind, String name) {}

    private Response create(Request request) {
        KeyBody body = request.body(fields -> new KeyBody(
                ApiKey.Kind.of(fields.text("kind", 20))
                        .orElseThrow(() -> new Invalid("kind", "must be secret or publishable")),
                fields.text("name", LONGEST_NAME)));
        return response(
                keys.make(RequestActor.requester(request, secure), body.kind(), body.name()));
    }

    private Response rotate(Request request) {
        Duration keep = request.maybeBody(fields -> fields.maybeDuration("keepFor").orElse(KEPT));
        if (keep.isNegative() || keep.compareTo(KEPT_MOST) > 0) {
            throw new Invalid("keepFor", "must be from PT0S to P90D");
        }
        return response(
                keys.rotate(RequestActor.requester(request, secure), request.path("id"), keep));
    }

    private Response revoke(Request request) {
        return response(keys.revoke(request.workspace(), request.path("id")));
    }

    private static Response response(ApiKeyOutcome outcome) {
        return switch (outcome) {
            case ApiKeyOutcome.Made made -> Response.json(201, json -> {
                write(json, made.key());
                json.put("key", made.secret());
            }).header("Cache-Control", "no-store");
            case ApiKeyOutcome.MadeBefore before -> throw RequestActor.toldOnce(before.key().id());
            case ApiKeyOutcome.Ended ended -> Response.empty(204);
            case ApiKeyOutcome.NoSuchKey none -> throw Problem.unknown(none.id());
            case ApiKeyOutcome.LastKey last -> throw new Problem(409, "lastOwner",
                    "This is the last secret key",
                    "Without it no client could change the workspace. Create another one first.");
            case ApiKeyOutcome.TooManyKeys many ->
                    throw RequestActor.limitReached(many.most(), "keys");
            case ApiKeyOutcome.AttemptReused reused -> throw Outcomes.keyReused(reused.key());
        };
    }
}
