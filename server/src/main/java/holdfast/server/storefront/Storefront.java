package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Unanswered;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingRules;
import holdfast.server.catalog.VenueIdentity;
import holdfast.server.catalog.Terms;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.web.Assets;
import holdfast.server.web.Cookies;
import holdfast.server.web.CsrfGuard;
import holdfast.server.web.Form;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The core of the storefront: identifies the visitor, calls the page, and puts it into the frame.
/// The first workspace's pages are at `/`, another one's at `/w/its-name`.
final class Storefront {
    private static final Logger LOG = LoggerFactory.getLogger(Storefront.class);

    private final Holdfast engine;
    private final Visitors visitors;
    private final CsrfGuard guard;
    private final Assets assets;
    private final Pages pages = new Pages();
    private final BookingRules rules;
    private final StorefrontPages.Site site;
    private final PictureViews pictures;

    Storefront(Holdfast engine, Visitors visitors, CsrfGuard guard, Assets assets,
            BookingRules rules, StorefrontPages.Site site, PictureViews pictures) {
        this.pictures = pictures;
        this.site = site;
        this.engine = engine;
        this.visitors = visitors;
        this.guard = guard;
        this.assets = assets;
        this.rules = rules;
    }

    Holdfast engine() {
        return engine;
    }

    Visitors guests() {
        return visitors;
    }

    BookingRules rules() {
        return rules;
    }

    /// A booking's own link, which gives access to the booking.
    String booking(Visitor visitor, String id) {
        return visitor.link("/booking/" + id) + "?word=" + visitors.link(visitor.workspace(), id);
    }

    /// The page of a hold's payment, with the token that opens it.
    String payment(Visitor visitor, String hold) {
        return visitor.link("/pay/" + hold) + "?word="
                + visitors.link(visitor.workspace(), hold);
    }

    String asset(String name) {
        return assets.at(name);
    }

    /// The whole address of a page, for those who come back from elsewhere.
    String whole(Visitor visitor, String path) {
        return site.address().map(url -> url.toString().replaceAll("/$", "")).orElseGet(
                () -> Cookies.scheme(visitor.request()) + "://"
                        + visitor.request().header("Host").orElse("localhost"))
                + path;
    }

    /// The booking of a link. The token is checked before the booking is read, so that an invalid
    /// link does not show whether the booking exists.
    Hold linked(Visitor visitor, String word) {
        String id = visitor.request().path("id");
        if (!visitors.linked(visitor.workspace(), id, word)) {
            throw Problem.unknown(id);
        }
        return engine.find(visitor.workspace(), id)
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(id));
    }

    /// Who the workspace is, in the visitor's language.
    VenueIdentity identity(Visitor visitor) {
        return rules.terms(visitor.workspace()).in(visitor.language().word()).identity();
    }

    PictureViews pictures() {
        return pictures;
    }

    Assets assets() {
        return assets;
    }

    @FunctionalInterface
    interface Page {
        Response show(Visitor visitor);
    }

    @FunctionalInterface
    interface Act {
        Response act(Visitor visitor, Form form);
    }

    List<Route> get(String path, String name, String about, Page page) {
        return both("GET", path, name, about, request -> safely(request, page));
    }

    List<Route> post(String path, String name, String about, Act act) {
        return both("POST", path, name, about, request -> safely(request, visitor -> {
            Form form = Form.read(request);
            boolean ours = guard.ours(request, visitor.workspace(),
                    visitor.who().fresh() ? Optional.empty() : Optional.of(visitor.who().id()),
                    form);
            return ours ? act.act(visitor, form)
                    : trouble(visitor, ProblemPage.plain(visitor, 403, "trouble.form"));
        }));
    }

    private static List<Route> both(
            String method, String path, String name, String about, Route.Handler handler) {
        String elsewhere = "/w/{workspace}" + (path.equals("/") ? "" : path);
        return new ArrayList<>(List.of(
                new Route(method, path, Permission.NONE, name, about, handler),
                new Route(method, elsewhere, Permission.NONE, name + "In", about, handler)));
    }

    /// Every failure is answered with a page.
    private Response safely(Request request, Page page) {
        Visitor visitor;
        try {
            visitor = visitors.of(request);
        } catch (RuntimeException failure) {
            return failed(visitors.empty(request), failure);
        }
        Response answer;
        try {
            answer = visitors.known(visitor.workspace()) ? page.show(visitor)
                    : trouble(visitor, ProblemPage.plain(visitor, 404, "trouble.unknown"));
        } catch (Problem problem) {
            answer = trouble(visitor, ProblemPage.plain(visitor, problem.status(),
                    problem.status() == 404 ? "trouble.unknown" : "trouble.odd"));
        } catch (Invalid odd) {
            LOG.debug("A page was requested with unexpected parameters", odd);
            answer = trouble(visitor, ProblemPage.plain(visitor, 400, "trouble.odd"));
        } catch (RuntimeException failure) {
            answer = failed(visitor, failure);
        }
        return visitors.remembered(visitor, answer);
    }

    private Response failed(Visitor visitor, RuntimeException failure) {
        if (failure instanceof Unanswered) {
            LOG.warn("The database did not confirm a change", failure);
            return trouble(visitor, ProblemPage.plain(visitor, 503, "trouble.unsure"));
        }
        LOG.error("{} failed", visitor.request().route().path(), failure);
        return trouble(visitor, ProblemPage.plain(visitor, 500, "trouble.broken"));
    }

    Response trouble(Visitor visitor, ProblemPage.View view) {
        return page(visitor, view.status(), view.headline(), ProblemPage.class, view);
    }

    Response page(Visitor visitor, String title, Class<?> beside, Object view) {
        return page(visitor, 200, title, beside, view);
    }

    Response page(Visitor visitor, int status, String title, Class<?> beside, Object view) {
        Map<String, Object> with = new HashMap<>();
        Terms terms = rules.terms(visitor.workspace()).in(visitor.language().word());
        with.put("frame", new PageFrame(visitor, assets, terms,
                pictures.of(visitor, terms.identity().logo()), title,
                guard.token(visitor.workspace(), visitor.who().id()), Visitors.drawn(),
                site.mails().isPresent()));
        with.put("view", view);
        return pages.page(visitor.request(), status, beside, with);
    }
}
