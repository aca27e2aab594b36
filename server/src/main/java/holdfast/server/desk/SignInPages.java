package holdfast.server.desk;

import holdfast.Invalid;
import holdfast.server.auth.Access;
import holdfast.server.auth.ApiKeys;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Role;
import holdfast.server.auth.Sessions;
import holdfast.server.auth.SignIn;
import holdfast.server.auth.StaffAccounts;
import holdfast.server.auth.Workspaces;
import holdfast.server.catalog.RandomIds;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Cookies;
import holdfast.server.web.CsrfGuard;
import holdfast.server.web.Form;
import holdfast.server.web.Languages;
import holdfast.server.web.Pages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pages for those who are not signed in: sign in, set a password, choose a language.
final class SignInPages implements DeskSection {
    private static final Duration LONG = Duration.ofDays(180);
    private static final String DEMO = "demo@example.org";

    private final DeskRoutes desk;
    private final Access access;
    private final boolean secure;

    SignInPages(DeskRoutes desk) {
        this.desk = desk;
        this.access = desk.access().access();
        this.secure = desk.access().secure();
    }

    @Override
    public List<Route> routes(DeskRoutes routes) {
        return List.of(
                open("GET", "/desk/sign-in", "deskSignIn", "The page for signing in.",
                        request -> desk.signInPage(request, 200)),
                open("POST", "/desk/sign-in", "signInToDesk", "Sign in.", this::signIn),
                open("POST", "/desk/demo", "signInToDemo", "Sign in to a demonstration.",
                        this::demo),
                open("POST", "/desk/sign-out", "signOutOfDesk", "Sign out.", this::signOut),
                open("GET", "/desk/invitation", "deskInvitation", "The page of an invitation.",
                        this::invitation),
                open("POST", "/desk/invitation", "acceptInvitation", "Set a password.",
                        this::accept),
                open("GET", "/desk/language", "deskLanguage", "Choose a language.",
                        SignInPages::language));
    }

    /// A route for everybody.
    private static Route open(
            String method, String path, String name, String about, Route.Handler handler) {
        return new Route(method, path, Permission.NONE, name, about, handler);
    }

    /// The form, which must be one of this server's pages.
    static Form ours(Request request) {
        Form form = Form.read(request);
        // Otherwise a page elsewhere could sign its visitors in to an account of its choice.
        if (!CsrfGuard.fromHere(request)) {
            throw Problem.forbidden("The form must be one of this server's own pages.");
        }
        return form;
    }

    private Response signIn(Request request) {
        Form form = ours(request);
        String email = form.first("email").orElse("");
        String workspace = form.first("workspace").orElse(Workspaces.FIRST);
        try {
            SignIn.Outcome outcome = access.signIn().in(new SignIn.Attempt(workspace, email,
                    form.first("password").orElse(""), request.address()));
            return switch (outcome) {
                case SignIn.Outcome.Success in -> in(in.session(), to(form));
                case SignIn.Outcome.WrongCredentials _ ->
                        again(request, 401, form, "desk.signIn.wrong");
                case SignIn.Outcome.TooOften _ -> again(request, 429, form, "desk.signIn.often");
                case SignIn.Outcome.Busy _ -> again(request, 503, form, "trouble.busy.text");
            };
        } catch (Invalid odd) {
            return again(request, 401, form, "desk.signIn.wrong");
        }
    }

    /// A visitor of a demonstration is an owner of its workspace.
    private Response demo(Request request) {
        Form form = ours(request);
        if (!desk.access().demo()) {
            throw Problem.unknown("demonstration");
        }
        Optional<Sessions.Opened> session = access.signIn().verified(Workspaces.FIRST, DEMO);
        if (session.isEmpty()) {
            access.people().invite(new ApiKeys.Requester(Workspaces.FIRST, "demo",
                    RandomIds.next("demo_"), Optional.empty()),
                    new StaffAccounts.Draft(DEMO, "Demo", Role.OWNER));
            session = access.signIn().verified(Workspaces.FIRST, DEMO);
        }
        return in(session.orElseThrow(), to(form));
    }

    private Response in(Sessions.Opened session, String to) {
        return Pages.seeOther(to).header("Set-Cookie",
                Credentials.cookie(session.token(), Sessions.longest(), secure));
    }

    private static String to(Form form) {
        return form.first("to").filter(path -> path.matches("/desk[a-z0-9/-]*"))
                .orElse("/desk");
    }

    private Response again(Request request, int status, Form form, String problem) {
        return desk.anonymous(request, status, SignInPage.class, "desk.signIn",
                new SignInPage.View(form.first("workspace").orElse(Workspaces.FIRST), problem,
                        form.first("email").orElse(""), form.first("to").orElse(""),
                        desk.access().demo(), false));
    }

    private Response signOut(Request request) {
        Optional<StaffSession> staff = desk.staff(request);
        Form form = Form.read(request);
        if (staff.isPresent() && desk.access().guard().ours(request, staff.get().workspace(),
                Optional.of(staff.get().secret()), form)) {
            access.sessions().close(staff.get().secret());
        }
        return Pages.seeOther("/desk/sign-in").header("Set-Cookie",
                Credentials.cookie("", Duration.ZERO, secure));
    }

    private Response invitation(Request request) {
        String invitation = request.query("invitation", 100).orElse("");
        return invitation(request, 200, DeskForm.of(Map.of()), invitation, false);
    }

    private Response invitation(
            Request request, int status, DeskForm form, String invitation, boolean done) {
        return desk.anonymous(request, status, InvitationPage.class,
                done ? "desk.invitation.welcome" : "desk.invitation",
                new InvitationPage.View(form, invitation, done));
    }

    private Response accept(Request request) {
        Form form = ours(request);
        String invitation = form.first("invitation").orElse("");
        DeskAnswer answer = desk.api().anonymously(request, DeskCall.to("setPassword")
                .json(json -> json.put("invitation", invitation)
                        .put("password", form.first("password").orElse(""))));
        return switch (answer) {
            case DeskAnswer.Done _ -> invitation(request, 200, DeskForm.of(Map.of()), "", true);
            case DeskAnswer.Refused refused -> invitation(request, 400,
                    problem(request, refused), invitation, false);
        };
    }

    /// The password is not shown again.
    private DeskForm problem(Request request, DeskAnswer.Refused refused) {
        return new DeskForm(Map.of(),
                refused.field().equals("password")
                        ? Map.of("password", desk.language(request).say("desk.password.weak"))
                        : Map.of(),
                desk.language(request).say(refused.field().equals("invitation")
                        ? "desk.invitation.over" : "desk.form.check"));
    }

    private static Response language(Request request) {
        String to = request.query("to", 10).filter(Languages.ALL::contains)
                .orElse(Languages.ALL.getFirst());
        String back = request.header("Referer").map(SignInPages::path).orElse("/desk");
        return Pages.seeOther(back).header("Set-Cookie",
                Cookies.set(request, "holdfast_language", to, LONG));
    }

    /// The page of this desk that the link was on.
    private static String path(String referer) {
        String path = referer.replaceFirst("^https?://[^/]*", "");
        return path.matches("/desk[A-Za-z0-9_/?=&-]*") ? path : "/desk";
    }
}
