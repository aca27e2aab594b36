package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A member of staff at the desk, as a browser without scripts.
final class DeskVisitor {
    static final String PASSWORD = "correct horse battery";
    private static final Pattern HIDDEN =
            Pattern.compile("name=\"(token|nonce|version)\" value=\"([^\"]*)\"");

    private final OpenServer open;
    private final String cookie;

    private DeskVisitor(OpenServer open, String cookie) {
        this.open = open;
        this.cookie = cookie;
    }

    /// Invites somebody, who sets a password and signs in.
    ///
    /// @param key the secret key of their workspace
    static DeskVisitor in(
            OpenServer open, String key, String workspace, String name, String role) {
        OpenServer.Answer invited = open.as(key, "POST", "/v1/staff", """
                {"email": "%s@example.org", "name": "%s", "role": "%s"}
                """.formatted(name, name, role));
        assertThat(invited.status()).as(invited.body()).isEqualTo(201);
        OpenServer.Answer set = open.send("POST", "/v1/passwords", """
                {"invitation": "%s", "password": "%s"}
                """.formatted(invited.text("invitation"), PASSWORD));
        assertThat(set.status()).as(set.body()).isEqualTo(204);
        OpenServer.Answer in = open.send("POST", "/desk/sign-in",
                fields("workspace", workspace, "email", name + "@example.org", "password",
                        PASSWORD),
                "Content-Type", "application/x-www-form-urlencoded");
        assertThat(in.status()).as(in.body()).isEqualTo(303);
        return signedIn(open, in);
    }

    /// The one whom an answer signed in.
    static DeskVisitor signedIn(OpenServer open, OpenServer.Answer in) {
        return new DeskVisitor(open, in.header("Set-Cookie").replaceFirst(";.*", ""));
    }

    /// Of the first workspace.
    static DeskVisitor in(OpenServer open, String name, String role) {
        return in(open, OpenServer.SECRET, "main", name, role);
    }

    /// Somebody who is not signed in.
    static DeskVisitor nobody(OpenServer open) {
        return new DeskVisitor(open, "none=none");
    }

    /// The same browser with one more cookie.
    DeskVisitor with(String more) {
        return new DeskVisitor(open, cookie + "; " + more);
    }

    static String fields(String... pairs) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < pairs.length; at += 2) {
            text.append(at == 0 ? "" : "&").append(encoded(pairs[at])).append('=')
                    .append(encoded(pairs[at + 1]));
        }
        return text.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    OpenServer.Answer get(String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Cookie";
        all[1] = cookie;
        return open.send("GET", path, "", all);
    }

    /// Sends a form as it is, without what a page would add.
    OpenServer.Answer send(String path, String form) {
        return open.send("POST", path, form, "Cookie", cookie,
                "Content-Type", "application/x-www-form-urlencoded");
    }

    /// Sends the same as a form with a file, as a browser does it.
    OpenServer.Answer upload(String page, String to, String field, byte[] file, String... pairs) {
        String body = get(page).body();
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int at = 0; at < pairs.length; at += 2) {
            part(form, pairs[at], "", pairs[at + 1].getBytes(StandardCharsets.UTF_8));
        }
        Matcher hidden = HIDDEN.matcher(body);
        java.util.Set<String> seen = new java.util.HashSet<>();
        while (hidden.find()) {
            if (seen.add(hidden.group(1))) {
                part(form, hidden.group(1), "", hidden.group(2).getBytes(StandardCharsets.UTF_8));
            }
        }
        part(form, field, "; filename=\"logo.png\"", file);
        form.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.US_ASCII));
        return open.post(to, form.toByteArray(), "Cookie", cookie, "Content-Type",
                "multipart/form-data; boundary=xyz");
    }

    private static void part(
            ByteArrayOutputStream form, String name, String more, byte[] content) {
        form.writeBytes(("--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more
                + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// Opens a page and sends a form with its hidden token, number and version.
    OpenServer.Answer fill(String page, String to, String... pairs) {
        String body = get(page).body();
        StringBuilder form = new StringBuilder(fields(pairs));
        Matcher hidden = HIDDEN.matcher(body);
        java.util.Set<String> seen = new java.util.HashSet<>();
        while (hidden.find()) {
            if (seen.add(hidden.group(1))) {
                form.append('&').append(fields(hidden.group(1), hidden.group(2)));
            }
        }
        return send(to, form.toString());
    }

    /// The same, which must redirect; the page that it leads to.
    OpenServer.Answer done(String page, String to, String... pairs) {
        OpenServer.Answer sent = fill(page, to, pairs);
        assertThat(sent.status()).as(sent.body()).isEqualTo(303);
        OpenServer.Answer shown = get(sent.header("Location"));
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        return shown;
    }
}
