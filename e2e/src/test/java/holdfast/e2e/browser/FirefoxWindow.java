package holdfast.e2e.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A Firefox with one visitor, spoken to by WebDriver BiDi, which it has built in: Playwright can only
/// drive a Firefox of its own build. Clicks and keys are those of a mouse and a keyboard.
final class FirefoxWindow implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE = Duration.ofMillis(50).toNanos();
    /// The codes of keys without a character.
    private static final Map<String, String> KEYS = Map.of(
            "Tab", "\uE004", "Enter", "\uE007", "Space", " ", "Escape", "\uE00C",
            "ArrowLeft", "\uE012", "ArrowUp", "\uE013", "ArrowRight", "\uE014",
            "ArrowDown", "\uE015", "End", "\uE010");
    private static final String LISTENING = "WebDriver BiDi listening on ";

    /// Elements that a selector finds, in open shadow roots too, and that can be seen.
    private static final String FIND = """
            (root => {
              const all = [];
              const into = node => {
                all.push(...node.querySelectorAll(root));
                node.querySelectorAll("*").forEach(each => each.shadowRoot && into(each.shadowRoot));
              };
              into(document);
              return all.filter(each => each.checkVisibility());
            })""";

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> found = new CopyOnWriteArrayList<>();
    private final String tab;

    /// @param profile an empty folder
    FirefoxWindow(Path profile) {
        try {
            Files.writeString(profile.resolve("user.js"), """
                    user_pref("remote.prefs.recommended", true);
                    user_pref("intl.accept_languages", "en-GB, en");
                    user_pref("ui.prefersReducedMotion", 1);
                    user_pref("app.normandy.enabled", false);
                    """);
            ProcessBuilder builder = new ProcessBuilder(Firefox.find().orElseThrow().toString(),
                    "--headless", "--no-remote", "--profile", profile.toString(),
                    "--remote-debugging-port", "0").redirectErrorStream(true);
            builder.environment().put("TZ", "Europe/Berlin");
            process = builder.start();
            socket = HttpClient.newHttpClient().newWebSocketBuilder()
                    .buildAsync(URI.create(address() + "/session"), new Answers()).join();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        send("session.new", JSON.createObjectNode().set("capabilities", JSON.createObjectNode()));
        send("session.subscribe", JSON.createObjectNode()
                .set("events", JSON.createArrayNode().add("log.entryAdded")));
        tab = send("browsingContext.getTree", JSON.createObjectNode())
                .at("/contexts/0/context").asText();
        ObjectNode viewport = here();
        viewport.putObject("viewport").put("width", 1_200).put("height", 900);
        send("browsingContext.setViewport", viewport);
    }

    private String address() throws IOException {
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                return line.substring(LISTENING.length());
            }
        }
        throw new IllegalStateException("Firefox ended before it listened");
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                try {
                    arrived(JSON.readTree(text.toString()));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }

    private void arrived(JsonNode message) {
        if (message.has("id") && message.path("id").isInt()) {
            Objects.requireNonNull(waiting.remove(message.path("id").asInt())).complete(message);
        } else if (message.path("params").path("level").asText().equals("error")) {
            String words = message.path("params").path("text").asText();
            if (!words.startsWith("Failed to load resource")) {
                found.add(words);
            }
        }
    }

    private JsonNode send(String method, JsonNode params) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", params);
        socket.sendText(command.toString(), true).join();
        JsonNode message = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (message.path("type").asText().equals("error")) {
            throw new AssertionError(method + ": " + message.path("message").asText());
        }
        return message.path("result");
    }

    private ObjectNode here() {
        return JSON.createObjectNode().put("context", tab);
    }

    /// Loads a page.
    void open(String address) {
        send("browsingContext.navigate", here().put("url", address).put("wait", "complete"));
    }

    /// The text or number that an expression has.
    String evaluate(String expression) {
        ObjectNode params = JSON.createObjectNode().put("expression", expression)
                .put("awaitPromise", true);
        params.putObject("target").put("context", tab);
        JsonNode result = send("script.evaluate", params);
        if (result.path("type").asText().equals("exception")) {
            throw new AssertionError(
                    expression + ": " + result.at("/exceptionDetails/text").asText());
        }
        return result.at("/result/value").asText();
    }

    /// Waits until an expression is true.
    void await(String expression) {
        Instant until = Instant.now().plus(PATIENCE);
        String was = "";
        while (Instant.now().isBefore(until)) {
            try {
                was = evaluate(expression);
                if (was.equals("true")) {
                    return;
                }
            } catch (AssertionError away) {
                // The page is being replaced.
                was = String.valueOf(away.getMessage());
            }
            LockSupport.parkNanos(PAUSE);
        }
        throw new AssertionError(expression + " is " + was + " on " + evaluate("location.href"));
    }

    private static String all(String css) {
        return FIND + "(" + quoted(css) + ")";
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    /// Waits until the first element that a selector finds has these words.
    void shows(String css, String words) {
        await("Boolean(" + all(css) + "[0]?.innerText.includes(" + quoted(words) + "))");
    }

    /// Waits until a selector finds so many.
    void has(String css, int many) {
        await(all(css) + ".length === " + many);
    }

    /// Clicks the first element that a selector finds and that has these words.
    void click(String css, String words) {
        String element = all(css) + ".find(each => each.innerText.includes(" + quoted(words) + "))";
        await("Boolean(" + element + ")");
        evaluate(element + ".scrollIntoView({ block: 'center' })");
        String[] at = evaluate("""
                (box => [box.left + Math.min(box.width / 2, 200), box.top + box.height / 2].join())\
                (%s.getClientRects()[0])""".formatted(element)).split(",", -1);
        click(Double.parseDouble(at[0]), Double.parseDouble(at[1]));
    }

    void click(String css) {
        click(css, "");
    }

    /// Clicks at a position of the window.
    void click(double x, double y) {
        ObjectNode pointer = JSON.createObjectNode().put("type", "pointer").put("id", "mouse");
        pointer.putArray("actions")
                .add(JSON.createObjectNode().put("type", "pointerMove")
                        .put("x", Math.round(x)).put("y", Math.round(y)))
                .add(JSON.createObjectNode().put("type", "pointerDown").put("button", 0))
                .add(JSON.createObjectNode().put("type", "pointerUp").put("button", 0));
        act(pointer);
    }

    private void act(ObjectNode source) {
        ObjectNode params = here();
        params.putArray("actions").add(source);
        send("input.performActions", params);
    }

    /// Presses a key.
    void press(String key) {
        type(List.of(KEYS.getOrDefault(key, key)));
    }

    /// Focuses a field and types a text.
    void type(String css, String text) {
        click(css);
        type(text.codePoints().mapToObj(Character::toString).toList());
    }

    private void type(List<String> keys) {
        ObjectNode keyboard = JSON.createObjectNode().put("type", "key").put("id", "keyboard");
        ArrayNode actions = keyboard.putArray("actions");
        keys.forEach(key -> {
            actions.add(JSON.createObjectNode().put("type", "keyDown").put("value", key));
            actions.add(JSON.createObjectNode().put("type", "keyUp").put("value", key));
        });
        act(keyboard);
    }

    /// The errors in the console since the last call.
    List<String> errors() {
        List<String> errors = List.copyOf(found);
        found.clear();
        return errors;
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
