package holdfast.server.web.counter;

import holdfast.Hold;
import holdfast.Holdfast;
import holdfast.Invalid;
import holdfast.Unanswered;
import holdfast.server.access.Right;
import holdfast.server.checkout.Rules;
import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.http.Problem;
import holdfast.server.http.Route;
import holdfast.server.web.Assets;
import holdfast.server.web.Form;
import holdfast.server.web.Guard;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The counter itself: who comes, which page they get, and how a page is put into its frame. The
/// first workspace's pages are at `/`, another one's at `/w/its-name`.
final class Counter {
    private static final Logger LOG = LoggerFactory.getLogger(Counter.class);

    private final Holdfast engine;
    private final Guests guests;
    private final Guard guard;
    private final Assets assets;
    private final Pages pages = new Pages();
    private final Rules rules;

    Counter(Holdfast engine, Guests guests, Guard guard, Assets assets, Rules rules) {
        this.engine = engine;
        this.guests = guests;
        this.guard = guard;
        this.assets = assets;
        this.rules = rules;
    }

    Holdfast engine() {
        return engine;
    }

    Guests guests() {
        return guests;
    }

    Rules rules() {
        return rules;
    }

    /// A booking's own link: whoever has it has the booking.
    String booking(Guest guest, String id) {
        return guest.link("/booking/" + id) + "?word=" + guests.link(guest.workspace(), id);
    }

    /// The booking whose link somebody has. The word is looked at before it is looked whether there
    /// is such a booking.
    Hold linked(Guest guest, String word) {
        String id = guest.call().path("id");
        if (!guests.linked(guest.workspace(), id, word)) {
            throw Problem.unknown(id);
        }
        return engine.find(guest.workspace(), id)
                .filter(hold -> hold.basket().notes().booking().isPresent())
                .orElseThrow(() -> Problem.unknown(id));
    }

    @FunctionalInterface
    interface Page {
        Answer show(Guest guest);
    }

    @FunctionalInterface
    interface Act {
        Answer act(Guest guest, Form form);
    }

    List<Route> get(String path, String name, String about, Page page) {
        return both("GET", path, name, about, call -> safely(call, page));
    }

    List<Route> post(String path, String name, String about, Act act) {
        return both("POST", path, name, about, call -> safely(call, guest -> {
            Form form = Form.read(call);
            boolean ours = guard.ours(call, guest.workspace(),
                    guest.who().fresh() ? Optional.empty() : Optional.of(guest.who().id()), form);
            return ours ? act.act(guest, form)
                    : trouble(guest, Trouble.plain(guest, 403, "trouble.form"));
        }));
    }

    private static List<Route> both(
            String method, String path, String name, String about, Route.Handler handler) {
        String elsewhere = "/w/{workspace}" + (path.equals("/") ? "" : path);
        return new ArrayList<>(List.of(
                new Route(method, path, Right.NONE, name, about, handler),
                new Route(method, elsewhere, Right.NONE, name + "In", about, handler)));
    }

    /// Whatever happens, a customer gets a page.
    private Answer safely(Call call, Page page) {
        Guest guest;
        try {
            guest = guests.of(call);
        } catch (RuntimeException failure) {
            return failed(guests.empty(call), failure);
        }
        Answer answer;
        try {
            answer = guests.known(guest.workspace()) ? page.show(guest)
                    : trouble(guest, Trouble.plain(guest, 404, "trouble.unknown"));
        } catch (Problem problem) {
            answer = trouble(guest, Trouble.plain(guest, problem.status(),
                    problem.status() == 404 ? "trouble.unknown" : "trouble.odd"));
        } catch (Invalid odd) {
            LOG.debug("A page was asked something odd", odd);
            answer = trouble(guest, Trouble.plain(guest, 400, "trouble.odd"));
        } catch (RuntimeException failure) {
            answer = failed(guest, failure);
        }
        return guests.remembered(guest, answer);
    }

    private Answer failed(Guest guest, RuntimeException failure) {
        if (failure instanceof Unanswered) {
            LOG.warn("No certain answer from the database", failure);
            return trouble(guest, Trouble.plain(guest, 503, "trouble.unsure"));
        }
        LOG.error("{} failed", guest.call().route().path(), failure);
        return trouble(guest, Trouble.plain(guest, 500, "trouble.broken"));
    }

    Answer trouble(Guest guest, Trouble.View view) {
        return page(guest, view.status(), view.headline(), Trouble.class, view);
    }

    Answer page(Guest guest, String title, Class<?> beside, Object view) {
        return page(guest, 200, title, beside, view);
    }

    Answer page(Guest guest, int status, String title, Class<?> beside, Object view) {
        Map<String, Object> with = new HashMap<>();
        with.put("frame", new Frame(guest, assets, rules.terms(guest.workspace()), title,
                guard.token(guest.workspace(), guest.who().id()), Guests.drawn()));
        with.put("view", view);
        return pages.page(guest.call(), status, beside, with);
    }
}
