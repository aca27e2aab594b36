package holdfast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.testkit.ScratchDatabase;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that was just started on an empty database, for tests in a browser.
public final class NewShop implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("Set it up: \\S+(/desk/setup\\?\\S+)");

    private final ServerNode node;

    public NewShop(ScratchDatabase database) {
        node = ServerNode.serve(TestShop.settings(database));
    }

    public String address(String path) {
        return node.address() + path;
    }

    /// The link that the server prints for the first owner.
    public String setUpLink() {
        Matcher link = LINK.matcher(node.said());
        if (!link.find()) {
            throw new AssertionError(node.said());
        }
        return address(link.group(1));
    }

    /// A field of what the API answers to the workspace's owner.
    public JsonNode owner(String field, String path) {
        return new Client(node.address(), TestShop.SECRET).get(path).is(200).at(field);
    }

    @Override
    public void close() {
        node.close();
    }
}
