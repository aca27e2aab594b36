package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A visitor of the storefront without scripts: keeps cookies, and sends the hidden fields of the
/// last page with each form.
final class Shopper {
    private static final Pattern HIDDEN = Pattern.compile(
            "<input type=\"hidden\" name=\"(token|nonce|version|word)\" value=\"([^\"]*)\">");

    private final OpenServer open;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> hidden = new LinkedHashMap<>();

    Shopper(OpenServer open) {
        this.open = open;
    }

    private OpenServer.Answer send(String method, String path, String body) {
        String cookie = cookies.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("; "));
        OpenServer.Answer answer = open.send(method, path, body, "Cookie", cookie,
                "Accept-Language", "en", "Content-Type", "application/x-www-form-urlencoded");
        answer.whole().headers().allValues("Set-Cookie").forEach(
                line -> HttpCookie.parse(line).forEach(
                        each -> cookies.put(each.getName(), each.getValue())));
        return answer;
    }

    private String read(OpenServer.Answer answer) {
        Matcher found = HIDDEN.matcher(answer.body());
        while (found.find()) {
            hidden.put(found.group(1), found.group(2));
        }
        return answer.body();
    }

    /// The page's text.
    String get(String path) {
        OpenServer.Answer answer = send("GET", path, "");
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return read(answer);
    }

    /// Sends a form and follows where it leads.
    String post(String path, String fields) {
        String all = fields + hidden.entrySet().stream()
                .map(each -> "&" + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining());
        OpenServer.Answer answer = send("POST", path, all);
        return answer.status() == 303 ? get(answer.header("Location")) : read(answer);
    }
}
