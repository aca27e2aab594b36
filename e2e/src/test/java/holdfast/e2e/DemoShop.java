package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.ScratchDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The started demo with its sandbox, for tests in a browser.
public final class DemoShop implements AutoCloseable {
    private static final String ACCOUNT = "sk_test_holdfast_demo";

    private final ServerNode node;

    /// @param data where mails and the sandbox's state are kept
    public DemoShop(ScratchDatabase database, Path data) {
        Path sandbox = Path.of(System.getProperty(
                "holdfast.sandbox.jar", "../sandbox/target/holdfast-sandbox.jar"));
        if (!Files.exists(sandbox)) {
            throw new AssertionError(sandbox + " is not there: build it first");
        }
        Map<String, String> settings = new HashMap<>(TestShop.settings(database));
        settings.put("HOLDFAST_DATA", data.toString());
        settings.put("HOLDFAST_MAIL_FOLDER", data.resolve("mail").toString());
        settings.put("HOLDFAST_SANDBOX_JAR", sandbox.toAbsolutePath().toString());
        node = ServerNode.demo(settings);
    }

    public String address(String path) {
        return node.address() + path;
    }

    /// The id of the process.
    public long pid() {
        return node.pid();
    }

    /// The sandbox's address, as the demo prints it.
    public String sandbox() {
        return node.said().lines().filter(line -> line.startsWith("Cards are paid at"))
                .findFirst().orElseThrow(() -> new AssertionError(node.said()))
                .replaceAll(".*(http://[0-9.:]+).*", "$1");
    }

    /// A field of the API's answer to the workspace's owner.
    public JsonNode owner(String field, String method, String path, String body) {
        return new Client(node.address(), TestShop.SECRET).send(method, path, body)
                .at(field);
    }

    /// One of the sandbox's controls.
    public void control(String method, String path, String body) {
        new Client(java.net.URI.create(sandbox()), ACCOUNT).send(method, path, body).is(200);
    }

    /// Staff that can sign in.
    public void staff(String email, String password) {
        String invitation = owner("/invitation", "POST", "/v1/staff", """
                {"email": "%s", "name": "Maya", "role": "door"}""".formatted(email)).asText();
        new Client(node.address(), "").post("/v1/passwords", """
                {"invitation": "%s", "password": "%s"}""".formatted(invitation, password))
                .is(204);
    }

    @Override
    public void close() {
        node.close();
    }
}
