package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A visitor of the storefront, with its cookies.
final class Browser {
    private static final Pattern HIDDEN = Pattern.compile(
            "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final Client client;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(Client client) {
        this.client = client;
    }

    private Browser(Client client, Map<String, String> cookies) {
        this(client);
        this.cookies.putAll(cookies);
    }

    /// The same visitor on another node.
    Browser to(java.net.URI other) {
        return new Browser(client.to(other), cookies);
    }

    Reply open(String path) {
        return kept(client.get(path, "Cookie", cookies()));
    }

    /// Submits the form on a page that posts to `action`, with some fields changed.
    Reply click(Reply page, String action, Map<String, String> changed) {
        Map<String, String> fields = fields(page, action);
        fields.putAll(changed);
        return post(action, fields, "Sec-Fetch-Site", "same-origin");
    }

    Reply post(String path, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream().map(field -> encoded(field.getKey()) + "="
                + encoded(field.getValue())).collect(Collectors.joining("&"));
        return kept(client.with("Cookie", cookies(),
                "Content-Type", "application/x-www-form-urlencoded").post(path, form, headers));
    }

    static Map<String, String> fields(Reply page, String action) {
        String html = text(page);
        int begin = html.indexOf("action=\"" + action + "\"");
        assertThat(begin).as("a form that posts to %s in %s", action, html).isNotNegative();
        String form = html.substring(begin, html.indexOf("</form>", begin));
        Map<String, String> fields = new LinkedHashMap<>();
        HIDDEN.matcher(form).results().forEach(field -> fields.put(field.group(1), field.group(2)));
        return fields;
    }

    static String text(Reply page) {
        return new String(page.response().body(), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String cookies() {
        return cookies.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
    }

    private Reply kept(Reply reply) {
        reply.response().headers().allValues("Set-Cookie").forEach(line -> {
            String pair = line.split(";", 2)[0];
            int at = pair.indexOf('=');
            cookies.put(pair.substring(0, at), pair.substring(at + 1));
        });
        return reply;
    }
}
