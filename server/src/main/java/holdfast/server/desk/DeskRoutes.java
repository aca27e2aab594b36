package holdfast.server.desk;

import holdfast.server.auth.Credentials;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.auth.Sessions;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Assets;
import holdfast.server.web.Cookies;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.server.web.Pages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes the routes of the desk. A route's handler runs only for a member of staff with the
/// permission that it needs, and after a form only if the form is one of this server's own pages.
final class DeskRoutes {
    /// The query parameter that says what the last form did.
    static final String DONE = "done";
    private static final String LANGUAGE = "holdfast_language";
    /// The largest picture of the API, and the form around it.
    private static final int LARGEST = 9 << 20;
    private static final Form NOTHING = Form.empty();

    private final DeskPages.StaffAccess access;
    private final Catalog catalog;
    private final Assets assets;
    private final DeskApi api;
    private final Pages pages = new Pages();
    private final Languages languages = new Languages("messages", "desk", "settings",
            "board");

    DeskRoutes(DeskPages.StaffAccess access, Catalog catalog, Assets assets, DeskApi api) {
        this.access = access;
        this.catalog = catalog;
        this.assets = assets;
        this.api = api;
    }

    DeskPages.StaffAccess access() {
        return access;
    }

    DeskApi api() {
        return api;
    }

    Pages pages() {
        return pages;
    }

    /// A page that shows something.
    ///
    /// @param name  the operation's id, unique in the server
    /// @param about a sentence about it
    /// @param needs what its reader must be permitted
    Route get(String path, String name, String about, DeskPlace place, Permission needs,
            DeskHandler handler) {
        return new Route("GET", path, Permission.NONE, name, about,
                request -> open(request, place, needs, () -> NOTHING, handler));
    }

    /// A form that changes something.
    Route post(String path, String name, String about, DeskPlace place, Permission needs,
            DeskHandler handler) {
        return new Route("POST", path, Permission.NONE, name, about,
                request -> open(request, place, needs, () -> Form.read(request), handler));
    }

    /// A form with a picture.
    Route upload(String path, String name, String about, DeskPlace place, Permission needs,
            DeskHandler handler) {
        return new Route("POST", path, Permission.NONE, name, about, new Route.Upload(
                LARGEST,
                request -> open(request, place, needs, () -> Form.read(request), handler)));
    }

    /// The form is read only if it is of somebody who may send it.
    private Response open(Request request, DeskPlace place, Permission needs,
            Supplier<Form> sent, DeskHandler handler) {
        boolean reading = request.route().method().equals("GET");
        Optional<StaffSession> staff = staff(request);
        if (staff.isEmpty()) {
            return signInPage(request, reading ? 200 : 401);
        }
        if (!may(staff.get().who(), needs)) {
            return notice(new DeskVisit(this, request, staff.get(), place, NOTHING), 403,
                    "desk.forbidden");
        }
        Form form = sent.get();
        DeskVisit visit = new DeskVisit(this, request, staff.get(), place, form);
        if (!reading && !access.guard().ours(request, staff.get().workspace(),
                Optional.of(staff.get().secret()), form)) {
            return notice(visit, 403, "desk.oldForm");
        }
        return handler.handle(visit);
    }

    /// Whether this principal has a permission. Those who may only read cannot use the door, which
    /// is below READ and yet changes something.
    static boolean may(Principal who, Permission needs) {
        return who.may(needs)
                && !(needs == Permission.DOOR && who.right() == Permission.READ);
    }

    private static Response notice(DeskVisit visit, int status, String message) {
        return visit.page(status, NoticePage.class, visit.say(message),
                new NoticePage.View(visit.say(message + ".text"),
                        visit.may(Permission.READ) ? "/desk" : "/desk/scan"));
    }

    Response signInPage(Request request, int status) {
        return anonymous(request, status, SignInPage.class, "desk.signIn",
                SignInPage.View.first(request, access));
    }

    Optional<StaffSession> staff(Request request) {
        return Credentials.of(Optional.empty(), request.header("Cookie"), access.secure())
                .filter(sent -> Sessions.looksLikeOne(sent.secret()))
                .flatMap(sent -> access.access().sessions().find(sent.secret())
                        .map(session -> new StaffSession(
                                session.identity().who(), session.staff(), sent.secret())));
    }

    Language language(Request request) {
        return languages.of(Cookies.read(request, LANGUAGE),
                request.header("Accept-Language").orElse(""));
    }

    /// A page for somebody who is not signed in.
    Response anonymous(
            Request request, int status, Class<?> beside, String title, Object view) {
        return pages.page(request, status, beside, Map.of("frame",
                frame(request, Optional.empty(), DeskPlace.NOWHERE,
                        language(request).say(title)),
                "view", view));
    }

    DeskFrame frame(Request request, Optional<StaffSession> staff, DeskPlace place, String title) {
        Language language = language(request);
        Terms terms = staff.flatMap(each -> catalog.find(each.workspace(), Terms.ID, Terms.class))
                .map(Versioned::entry).orElse(Terms.USUAL);
        String done = request.query(DONE, 60).map(word -> "desk.done." + word)
                .filter(language::has).map(language::say).orElse("");
        return new DeskFrame(language, assets, title,
                new DeskFrame.Person(staff.map(each -> each.who().name()).orElse(""),
                        staff.map(each -> DeskPlace.of(each.who())).orElse(List.of()),
                        staff.map(each -> SettingsTab.of(each.who())).orElse(List.of()),
                        staff.map(each -> access.guard().token(each.workspace(), each.secret()))
                                .orElse("")),
                new DeskFrame.Shop(terms.name(), terms.accent(),
                        staff.map(StaffSession::workspace).orElse("")),
                place, done, RandomIds.next("form_"));
    }
}
