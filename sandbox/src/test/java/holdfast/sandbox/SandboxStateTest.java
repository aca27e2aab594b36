package holdfast.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// State that survives the process, and the process itself.
class SandboxStateTest {
    private static final String KEY = "sk_test_state";

    @TempDir
    Path folder;

    private StartedSandbox start() throws IOException {
        return new StartedSandbox(folder.resolve("state"), KEY);
    }

    @Test
    void continuesWhereItWasStopped() throws IOException, StripeException {
        String open;
        String slow;
        String authorized;
        String reply;
        try (StartedSandbox sandbox = start()) {
            open = sandbox.open().getId();
            slow = sandbox.pay(sandbox.open(), TestCard.SLOW).getPaymentIntent();
            authorized = sandbox.authorized().getPaymentIntent();
            reply = sandbox.post("/v1/payment_intents/" + authorized + "/capture", "",
                    "Idempotency-Key", "once").body();
            sandbox.advance(2);
        }
        try (StartedSandbox sandbox = start()) {
            sandbox.advance(4);
            var intents = sandbox.stripe.v1().paymentIntents();
            assertThat(intents.retrieve(slow).getStatus()).isEqualTo("requires_capture");
            assertThat(sandbox.post("/v1/payment_intents/" + authorized + "/capture", "",
                    "Idempotency-Key", "once").body()).isEqualTo(reply);
            assertThat(sandbox.get("/sandbox/ledger").path("accounts").path(0).path("entries"))
                    .hasSize(3);
            sandbox.advance(24 * 60 * 60);
            assertThat(sandbox.stripe.v1().checkout().sessions().retrieve(open).getStatus())
                    .isEqualTo("expired");
        }
    }

    @Test
    void sendsUndeliveredWebhooksAfterARestart() throws IOException, StripeException {
        try (WebhookReceiver shop = new WebhookReceiver()) {
            try (StartedSandbox sandbox = start()) {
                sandbox.post("/v1/webhook_endpoints", "url=" + shop.address()
                        + "&enabled_events[]=checkout.session.completed");
                sandbox.control("/sandbox/webhooks/behaviours",
                        "{\"do\": \"hold\", \"times\": -1}");
                sandbox.authorized();
                assertThat(shop.received).isEmpty();
            }
            try (StartedSandbox sandbox = start()) {
                StartedSandbox.until(() -> shop.received.size() == 1);
                assertThat(sandbox.get("/v1/events").path("data")).hasSize(4);
            }
        }
    }

    @Test
    void dropsALineThatWasNotWrittenToItsEnd() throws IOException, StripeException {
        String id;
        try (StartedSandbox sandbox = start()) {
            id = sandbox.open().getId();
        }
        Files.writeString(folder.resolve("state"), "{\"account\": \"sk_te",
                StandardOpenOption.APPEND);
        String second;
        try (StartedSandbox sandbox = start()) {
            second = sandbox.open().getId();
        }
        try (StartedSandbox sandbox = start()) {
            for (String each : List.of(id, second)) {
                assertThat(sandbox.stripe.v1().checkout().sessions().retrieve(each).getStatus())
                        .isEqualTo("open");
            }
        }
    }

    private Process process(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "holdfast.sandbox.SandboxMain"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader lines = process.inputReader(UTF_8);
        String line = lines.readLine();
        return line == null ? "" : line;
    }

    @Test
    void runsAsAProcessAndSurvivesItsKilling() throws Exception {
        Path state = folder.resolve("state");
        Process first = process("sandbox", "--port", "0", "--state", state.toString());
        String id;
        try {
            String line = firstLine(first);
            assertThat(line).matches("Sandbox: http://127\\.0\\.0\\.1:\\d+");
            String base = line.substring("Sandbox: ".length());
            StripeClient stripe = StripeClient.builder().setApiKey(KEY).setApiBase(base).build();
            HttpResponse<String> made = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                    URI.create(base + "/v1/payment_intents")).header("Authorization",
                            "Bearer " + KEY)
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "amount=700&currency=eur&confirm=true"
                                    + "&payment_method=pm_card_visa"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            id = SandboxJson.parse(made.body()).path("id").asText();
            assertThat(stripe.v1().paymentIntents().retrieve(id).getStatus())
                    .isEqualTo("succeeded");
        } finally {
            first.destroyForcibly().waitFor();
        }
        try (StartedSandbox sandbox = start()) {
            Session none = sandbox.open();
            assertThat(none.getStatus()).isEqualTo("open");
            assertThat(sandbox.stripe.v1().paymentIntents().retrieve(id).getStatus())
                    .isEqualTo("succeeded");
        }
    }

    @Test
    void explainsItsOptions() throws Exception {
        for (String[] wrong : new String[][] {{"--port"}, {"--port", "x"}, {"--colour", "red"}}) {
            Process process = process(wrong);
            assertThat(firstLine(process)).startsWith("Usage: holdfast sandbox");
            assertThat(process.waitFor()).isEqualTo(2);
        }
        try (StartedSandbox taken = new StartedSandbox()) {
            Process process = process("--port", taken.base.replaceFirst(".*:", ""));
            assertThat(firstLine(process)).startsWith("The sandbox cannot start on 127.0.0.1");
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }
}
