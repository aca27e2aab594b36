package holdfast.server.api;

import holdfast.Invalid;
import holdfast.server.auth.Access;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Sessions;
import holdfast.server.auth.SignIn;
import holdfast.server.auth.StaffMember;
import holdfast.server.auth.Workspaces;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Sign-in and sign-out.
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
                new Route("POST", "/v1/sessions", Permission.NONE, "signIn",
                        "Signs in with mail address and password; answers with a token or sets a "
                                + "cookie.",
                        this::signIn),
                new Route("DELETE", "/v1/sessions/current", Permission.READ, "signOut",
                        "Signs out.", this::signOut),
                new Route("DELETE", "/v1/sessions", Permission.READ, "signOutEverywhere",
                        "Ends all sessions of the signed-in member of staff.",
                        this::signOutEverywhere),
                new Route("POST", "/v1/passwords", Permission.NONE, "setPassword",
                        "Sets a password with an invitation.", this::setPassword),
                new Route("GET", "/v1/me", Permission.BUY, "whoAmI",
                        "Returns the name, kind and permission of the key or session.", this::me));
    }

    private record SignInBody(SignIn.Attempt attempt, boolean cookie) {}

    private Response signIn(Request request) {
        SignInBody body = request.body(fields -> new SignInBody(
                new SignIn.Attempt(
                        fields.maybeText("workspace", 63).orElse(Workspaces.FIRST),
                        fields.text("email", 254), fields.text("password", 500), request.address()),
                fields.flag("cookie", false)));
        // Otherwise any website could sign its visitors in to an account of its choice (login
        // CSRF).
        boolean elsewhere = request.header("Sec-Fetch-Site")
                .filter(site -> !site.equals("same-origin")).isPresent();
        if (body.cookie() && elsewhere) {
            throw Problem.forbidden("A cookie is given only to this server's own pages.");
        }
        return switch (access.signIn().in(body.attempt())) {
            case SignIn.Outcome.Success in -> opened(in.session(), body.cookie());
            case SignIn.Outcome.WrongCredentials wrong -> throw new Problem(401, "unauthorized",
                    "Authentication failed", "The mail address or the password is wrong.")
                    .header("WWW-Authenticate", "Bearer realm=\"Holdfast\"");
            case SignIn.Outcome.TooOften often -> throw tooOften(often);
            case SignIn.Outcome.Busy busy -> throw Problem.overloaded(BUSY);
        };
    }

    private static Problem tooOften(SignIn.Outcome.TooOften often) {
        return new Problem(429, "tooMany", "Too many attempts",
                "This attempt was not checked; wait " + often.left().pause() + " s.")
                .header("RateLimit-Policy", often.policy().text())
                .header("RateLimit", "\"" + often.policy().name() + "\";r=0;t="
                        + often.left().reset())
                .header("Retry-After", Long.toString(Math.max(1, often.left().pause())));
    }

    private Response opened(Sessions.Opened session, boolean cookie) {
        Response answer = Response.json(201, json -> {
            if (!cookie) {
                json.put("token", session.token());
            }
            json.put("endsAt", session.endsAt().toString());
            json.object("staff", staff -> Staff.write(staff, session.person()));
        }).header("Cache-Control", "no-store");
        return cookie ? answer.header("Set-Cookie", Credentials.cookie(
                session.token(), Sessions.longest(), secure)) : answer;
    }

    private Response signOut(Request request) {
        Credentials bearer = session(request).orElseThrow(() -> Problem.unknown("session"));
        access.sessions().close(bearer.secret());
        return gone();
    }

    private Response signOutEverywhere(Request request) {
        Sessions.Session session = session(request)
                .flatMap(bearer -> access.sessions().find(bearer.secret()))
                .orElseThrow(() -> Problem.unknown("session"));
        access.sessions().closeAll(request.workspace(), session.staff());
        return gone();
    }

    private Optional<Credentials> session(Request request) {
        return RequestActor.bearer(request, secure)
                .filter(bearer -> Sessions.looksLikeOne(bearer.secret()));
    }

    private Response gone() {
        return Response.empty(204)
                .header("Set-Cookie", Credentials.cookie("", Duration.ZERO, secure));
    }

    private record PasswordBody(String invitation, String password) {}

    private Response setPassword(Request request) {
        PasswordBody body = request.body(fields -> new PasswordBody(
                fields.text("invitation", 100), fields.text("password", 500)));
        try {
            if (!access.signIn().accept(body.invitation(), body.password())) {
                throw new Invalid("invitation", "does not exist, was used already or has expired");
            }
        } catch (SignIn.TooBusy busy) {
            throw Problem.overloaded(BUSY);
        }
        return Response.empty(204);
    }

    private Response me(Request request) {
        Optional<Sessions.Session> session = session(request)
                .flatMap(bearer -> access.sessions().find(bearer.secret()));
        return Response.json(200, json -> {
            json.put("workspace", request.workspace()).put("name", request.who().name())
                    .put("right", request.who().right().name().toLowerCase(Locale.ROOT));
            session.flatMap(found -> access.people().find(request.workspace(), found.staff()))
                    .ifPresent(person -> staff(json, person));
        });
    }

    private static void staff(Json json, StaffMember person) {
        json.object("staff", staff -> Staff.write(staff, person));
    }
}
