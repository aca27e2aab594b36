package holdfast.server.desk;

import holdfast.Invalid;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.FirstOwner;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Sessions;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Pages;
import java.util.List;
import java.util.Map;

/// The first steps of a new workspace: its first owner, with the code that the server printed; its
/// name and look; and what it sells.
final class SetUpPages implements DeskSection {
    private static final String PATH = "/desk/setup";
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_NAME = 200;

    private final DeskRoutes desk;
    private final FirstOwner firstOwner;

    SetUpPages(DeskRoutes desk) {
        this.desk = desk;
        this.firstOwner = desk.access().access().firstOwner();
    }

    @Override
    public List<Route> routes(DeskRoutes routes) {
        return List.of(
                new Route("GET", PATH, Permission.NONE, "deskSetUp",
                        "The page for the first owner of a workspace.",
                        request -> page(request, 200, DeskForm.of(Map.of()),
                                request.query("code", LONGEST_CODE).orElse(""))),
                new Route("POST", PATH, Permission.NONE, "setUpDesk",
                        "Become the first owner of a workspace.", this::setUp));
    }

    private Response page(Request request, int status, DeskForm form, String code) {
        return desk.anonymous(request, status, SetUpPage.class, "desk.setUp",
                new SetUpPage.View(form, code));
    }

    private Response setUp(Request request) {
        Form form = SignInPages.ours(request);
        String code = EventValues.first(form, "code");
        String name = EventValues.first(form, "name");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return again(request, 400, form, "name", "desk.invalid.name");
        }
        try {
            return switch (firstOwner.become(code, EventValues.first(form, "email"),
                    name.strip(), EventValues.first(form, "password"))) {
                case FirstOwner.Outcome.Success done -> Pages.seeOther("/desk/setup/shop")
                        .header("Set-Cookie", Credentials.cookie(done.session().token(),
                                Sessions.longest(), desk.access().secure()));
                case FirstOwner.Outcome.CodeOver _ ->
                        again(request, 400, form, "", "desk.setUp.over");
                case FirstOwner.Outcome.Busy _ ->
                        again(request, 503, form, "", "trouble.busy.text");
            };
        } catch (Invalid odd) {
            return again(request, 400, form, odd.field(), odd.field().equals("password")
                    ? "desk.password.weak" : "desk.invalid.email");
        }
    }

    /// The page with what was typed, except for the password.
    private Response again(
            Request request, int status, Form form, String field, String message) {
        Language language = desk.language(request);
        DeskForm sent = DeskForm.of(Map.of("name", EventValues.first(form, "name"),
                "email", EventValues.first(form, "email"),
                "code", EventValues.first(form, "code")));
        DeskForm shown = field.isEmpty()
                ? new DeskForm(sent.values(), Map.of(), language.say(message))
                : new DeskForm(sent.values(), Map.of(field, language.say(message)),
                        language.say("desk.form.check"));
        return page(request, status, shown,
                message.equals("desk.setUp.over") ? "" : EventValues.first(form, "code"));
    }
}
