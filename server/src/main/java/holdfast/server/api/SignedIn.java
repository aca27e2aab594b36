package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.access.Access;
import holdfast.server.access.Bearer;
import holdfast.server.access.Person;
import holdfast.server.access.Right;
import holdfast.server.access.Sessions;
import holdfast.server.access.SignIn;
import holdfast.server.access.Workspaces;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Signing in and out.
public final class SignedIn {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final Access access;
    private final boolean secure;

    public SignedIn(Access access, boolean secure) {
        this.access = access;
        this.secure = secure;
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/sessions", Right.NONE, "signIn",
                        "Signs somebody in, with a token or with a cookie.", this::signIn),
                new Route("DELETE", "/v1/sessions/current", Right.READ, "signOut",
                        "Signs out.", this::signOut),
                new Route("DELETE", "/v1/sessions", Right.READ, "signOutEverywhere",
                        "Ends all sessions of whoever asks.", this::signOutEverywhere),
                new Route("POST", "/v1/passwords", Right.NONE, "setPassword",
                        "Sets a password with an invitation.", this::setPassword),
                new Route("GET", "/v1/me", Right.BUY, "whoAmI",
                        "Says who asks and what they may.", this::me));
    }

    private record Wanted(SignIn.Attempt attempt, boolean cookie) {}

    private Answer signIn(Call call) {
        Wanted wanted = call.body(fields -> new Wanted(
                new SignIn.Attempt(
                        fields.maybeText("workspace", 63).orElse(Workspaces.FIRST),
                        fields.text("email", 254), fields.text("password", 500), call.address()),
                fields.flag("cookie", false)));
        // Otherwise any page could sign its visitors in as somebody of its choice.
        boolean elsewhere = call.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin")).isPresent();
        if (wanted.cookie() && elsewhere) {
            throw Problem.forbidden("A cookie is given only to this server's own pages.");
        }
        return switch (access.signIn().in(wanted.attempt())) {
            case SignIn.Outcome.In in -> opened(in.session(), wanted.cookie());
            case SignIn.Outcome.Wrong wrong -> throw new Problem(401, "unauthorized",
                    "Who is asking?", "The mail address or the password is wrong.")
                    .header("WWW-Authenticate", "Bearer realm=\"Holdfast\"");
            case SignIn.Outcome.TooOften often -> throw tooOften(often);
            case SignIn.Outcome.Busy busy -> throw Problem.overloaded(BUSY);
        };
    }

    private static Problem tooOften(SignIn.Outcome.TooOften often) {
        return new Problem(429, "tooMany", "Too many attempts",
                "Nothing was looked at; wait " + often.left().pause() + " s.")
                .header("RateLimit-Policy", often.policy().text())
                .header("RateLimit", "\"" + often.policy().name() + "\";r=0;t="
                        + often.left().reset())
                .header("Retry-After", Long.toString(Math.max(1, often.left().pause())));
    }

    private Answer opened(Sessions.Opened session, boolean cookie) {
        Answer answer = Answer.json(201, json -> {
            if (!cookie) {
                json.put("token", session.token());
            }
            json.put("endsAt", session.endsAt().toString());
            json.object("staff", staff -> Staff.write(staff, session.person()));
        }).header("Cache-Control", "no-store");
        return cookie ? answer.header("Set-Cookie", Bearer.cookie(
                session.token(), Sessions.longest(), secure)) : answer;
    }

    private Answer signOut(Call call) {
        Bearer bearer = session(call).orElseThrow(() -> Problem.unknown("session"));
        access.sessions().close(bearer.secret());
        return gone();
    }

    private Answer signOutEverywhere(Call call) {
        Sessions.Session session = session(call)
                .flatMap(bearer -> access.sessions().find(bearer.secret()))
                .orElseThrow(() -> Problem.unknown("session"));
        access.sessions().closeAll(call.workspace(), session.staff());
        return gone();
    }

    private Optional<Bearer> session(Call call) {
        return Asker.bearer(call, secure)
                .filter(bearer -> Sessions.looksLikeOne(bearer.secret()));
    }

    private Answer gone() {
        return Answer.empty(204)
                .header("Set-Cookie", Bearer.cookie("", Duration.ZERO, secure));
    }

    private record Set(String invitation, String password) {}

    private Answer setPassword(Call call) {
        Set wanted = call.body(fields -> new Set(
                fields.text("invitation", 100), fields.text("password", 500)));
        try {
            if (!access.signIn().accept(wanted.invitation(), wanted.password())) {
                throw new Invalid("invitation", "is none, or was used, or is over");
            }
        } catch (SignIn.TooBusy busy) {
            throw Problem.overloaded(BUSY);
        }
        return Answer.empty(204);
    }

    private Answer me(Call call) {
        Optional<Sessions.Session> session = session(call)
                .flatMap(bearer -> access.sessions().find(bearer.secret()));
        return Answer.json(200, json -> {
            json.put("workspace", call.workspace()).put("name", call.who().name())
                    .put("right", call.who().right().name().toLowerCase(Locale.ROOT));
            session.flatMap(found -> access.people().find(call.workspace(), found.staff()))
                    .ifPresent(person -> staff(json, person));
        });
    }

    private static void staff(Json json, Person person) {
        json.object("staff", staff -> Staff.write(staff, person));
    }
}
