package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.server.auth.FirstOwner;
import holdfast.testkit.Scratch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A new workspace gets its first owner, a name, and something to sell.
class SetUpTest {
    private static final String EMAIL = "maya@example.org";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private OpenServer open;

    @BeforeEach
    void begin() {
        open = new OpenServer(scratch.database(), Map.of());
    }

    @AfterEach
    void end() {
        open.close();
    }

    private Optional<String> code() {
        return new FirstOwner(scratch.database().dataSource()).code("main");
    }

    private OpenServer.Answer setUp(String code, String name, String email, String password) {
        return open.send("POST", "/desk/setup",
                DeskVisitor.fields("code", code, "name", name, "email", email, "password",
                        password),
                "Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void makesAShopFromNothing() {
        assertThat(open.send("GET", "/desk", "").body()).contains("This shop has no owner yet");
        String code = code().orElseThrow();
        assertThat(open.send("GET", "/desk/setup", "").body()).contains("Code");
        assertThat(open.send("GET", "/desk/setup?code=" + code, "").body())
                .contains("Your name", code);
        assertThat(setUp("set_wrong", "Maya", EMAIL, DeskVisitor.PASSWORD).body())
                .contains("This code is not valid");
        assertThat(setUp(code, " ", EMAIL, DeskVisitor.PASSWORD).body())
                .contains("Please enter a name");
        assertThat(setUp(code, "Maya", "maya", DeskVisitor.PASSWORD).body())
                .contains("Please enter a mail address");
        assertThat(setUp(code, "Maya", EMAIL, "short").body())
                .contains("Please choose a longer password").doesNotContain("short\"");
        OpenServer.Answer in = setUp(code, "Maya", EMAIL, DeskVisitor.PASSWORD);
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        DeskVisitor maya = DeskVisitor.signedIn(open, in);
        assertThat(open.send("GET", "/desk", "").body()).doesNotContain("This shop has no owner");
        assertThat(code()).isEmpty();

        assertThat(maya.get("/desk/setup/shop").body()).contains("Time zone", "EUR");
        assertThat(maya.fill("/desk/setup/shop", "/desk/setup/shop", "name", "Kino Mond",
                "timeZone", "Nowhere", "currency", "CHF").body())
                .contains("Please choose a time zone");
        assertThat(maya.done("/desk/setup/shop", "/desk/setup/shop", "name", "Kino Mond",
                "timeZone", "Europe/Zurich", "currency", "CHF", "languages", "de", "accent",
                "#224466").body()).contains("Sell tickets", "Take appointments", "Both");

        String tickets = "/desk/start/tickets";
        assertThat(maya.get(tickets + "?then=both").body()).contains("Price in CHF");
        assertThat(maya.fill(tickets, tickets, "name", "Nosferatu", "start", "soon", "kind",
                "seats", "rows", "3", "seatsPerRow", "8").body())
                .contains("Please enter a day and a time");
        assertThat(maya.done(tickets, tickets, "then", "both", "name", "Nosferatu", "start",
                "2030-06-01T20:00", "kind", "seats", "rows", "3", "seatsPerRow", "8", "price",
                "18.50").body()).contains("Who does it");
        String times = "/desk/start/appointments";
        assertThat(maya.fill(times, times, "name", "Tour", "who", "", "from", "09:00", "until",
                "17:00", "duration", "30").body()).contains("Please enter a name");
        assertThat(maya.done(times, times, "name", "Tour", "who", "Ivo", "from", "10:00",
                "until", "16:00", "duration", "30", "price", "12").body())
                .contains("It is on sale", "iframe", "/services/");

        assertThat(open.send("GET", "/", "", "Accept-Language", "en").body())
                .contains("Kino Mond", "Nosferatu", "Tour", "lang=\"de")
                .doesNotContain(">English<");
        OpenServer.Answer event = open.as(OpenServer.SECRET, "GET", "/v1/events", "");
        assertThat(event.body()).contains("Nosferatu", "Europe/Zurich", "1850", "CHF");
    }

    @Test
    void hasOneFirstOwnerHoweverManyCome() throws ExecutionException, InterruptedException {
        List<String> codes = IntStream.range(0, 3).mapToObj(_ -> code().orElseThrow()).toList();
        List<Callable<Integer>> all = codes.stream().map(
                each -> (Callable<Integer>) () -> setUp(each, "Maya", EMAIL, DeskVisitor.PASSWORD)
                        .status())
                .toList();
        int owners = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : threads.invokeAll(all)) {
                owners += each.get() == 303 ? 1 : 0;
            }
        }
        assertThat(owners).isEqualTo(1);
        assertThat(setUp(codes.getFirst(), "Eve", "eve@example.org", DeskVisitor.PASSWORD)
                .status()).isEqualTo(400);
    }

    @Test
    void refusesAFormOfAnotherWebsite() {
        OpenServer.Answer foreign = open.send("POST", "/desk/setup",
                DeskVisitor.fields("code", code().orElseThrow(), "name", "Eve", "email",
                        "eve@example.org", "password", DeskVisitor.PASSWORD),
                "Content-Type", "application/x-www-form-urlencoded", "Origin",
                "https://elsewhere.example", "Sec-Fetch-Site", "cross-site");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(open.send("GET", "/desk", "").body()).contains("This shop has no owner yet");
    }
}
