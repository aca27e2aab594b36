package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.Workspaces;
import holdfast.server.http.Route;
import holdfast.testkit.Scratch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goes over every route of the desk with each role, without a session, and with a session of
/// another workspace.
class DeskRightsTest {
    /// Routes for those who are not signed in.
    private static final Set<String> OPEN = Set.of("deskSignIn", "signInToDesk", "signOutOfDesk",
            "deskInvitation", "acceptInvitation", "deskLanguage", "signInToDemo", "deskSetUp",
            "setUpDesk");
    private static final Set<String> DOOR = Set.of("/desk/scan", "/desk/undo",
            "/desk/events/{id}/door");
    private static final String REFUSED = "Not for your role";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private List<Route> routes(OpenServer open) {
        return open.routes().stream().filter(route -> route.path().startsWith("/desk"))
                .filter(route -> !OPEN.contains(route.name())).toList();
    }

    private static String path(Route route, String event) {
        return route.path().replace("{id}", event).replaceAll("\\{[a-z]+\\}", "none");
    }

    private static String token(DeskVisitor staff, String page) {
        return staff.get(page).body()
                .replaceAll("(?s).*?name=\"token\" value=\"([^\"]*)\".*", "$1");
    }

    private static OpenServer.Answer open(
            DeskVisitor staff, Route route, String event, String token) {
        return route.method().equals("GET") ? staff.get(path(route, event))
                : staff.send(path(route, event), DeskVisitor.fields("token", token));
    }

    @Test
    void opensEachPageToThoseWhoMay() {
        try (OpenServer open = new OpenServer(scratch.database(), Map.of())) {
            DeskVisitor nobody = DeskVisitor.nobody(open);
            DeskVisitor door = DeskVisitor.in(open, "dora", "door");
            DeskVisitor reader = DeskVisitor.in(open, "rita", "readOnly");
            DeskVisitor manager = DeskVisitor.in(open, "mona", "manager");
            String doorToken = token(door, "/desk/scan");
            String readerToken = token(reader, "/desk");
            String managerToken = token(manager, "/desk");
            assertThat(routes(open)).hasSizeGreaterThan(30);
            for (Route route : routes(open)) {
                boolean get = route.method().equals("GET");
                OpenServer.Answer without = open(nobody, route, "evt_x", "none");
                assertThat(without.status()).as(route.path()).isEqualTo(get ? 200 : 401);
                assertThat(without.body()).as(route.path()).contains("current-password");
                if (!get) {
                    assertThat(open(manager, route, "evt_x", "wrong").status())
                            .as(route.path() + " with another token").isEqualTo(403);
                }
                if (!DOOR.contains(route.path()) && !route.path().equals("/desk")) {
                    assertThat(open(door, route, "evt_x", doorToken).body())
                            .as(route.path() + " at the door").contains(REFUSED);
                }
                if (!get || DOOR.contains(route.path())) {
                    assertThat(open(reader, route, "evt_x", readerToken).body())
                            .as(route.path() + " for a reader").contains(REFUSED);
                }
                if (route.path().matches("/desk/settings/(staff|keys|audit|payments|webhooks).*")) {
                    assertThat(open(manager, route, "evt_x", managerToken).body())
                            .as(route.path() + " for a manager").contains(REFUSED);
                }
            }
        }
    }

    @Test
    void showsNothingOfAnotherWorkspace() {
        try (OpenServer open = new OpenServer(scratch.database(), Map.of())) {
            OpenServer.Answer made = open.as(OpenServer.SECRET, "POST", "/v1/events", """
                    {"name": "Only ours", "start": "2099-12-12T20:00:00+01:00",
                     "end": "2099-12-12T22:00:00+01:00", "timeZone": "Europe/Berlin",
                     "areas": [{"id": "floor", "kind": "capacity", "capacity": 9}]}""");
            String event = made.text("id");
            String secret = new Workspaces(scratch.database().dataSource())
                    .open("other", Workspaces.Given.nothing()).orElseThrow().secret();
            // A node learns of a new workspace's key within a second.
            for (int wait = 0; wait < 10_000
                    && open.as(secret, "GET", "/v1/me", "").status() == 401; wait++) {
                Thread.onSpinWait();
            }
            DeskVisitor other = DeskVisitor.in(open, secret, "other", "olga", "owner");
            String token = token(other, "/desk");
            for (Route route : routes(open)) {
                if (route.path().equals("/desk/settings/staff") && !route.method().equals("GET")) {
                    continue;
                }
                OpenServer.Answer answer = open(other, route, event, token);
                assertThat(answer.status()).as(route.method() + " " + route.path())
                        .isLessThan(500);
                assertThat(answer.body()).as(route.method() + " " + route.path())
                        .doesNotContain("Only ours");
            }
            OpenServer.Answer now = open.as(OpenServer.SECRET, "GET", "/v1/events/" + event, "");
            assertThat(now.text("version")).isEqualTo("1");
            assertThat(now.json().path("onSale").asBoolean()).isTrue();
        }
    }
}
