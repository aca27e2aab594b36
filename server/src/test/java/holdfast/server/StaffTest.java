package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Scratch;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Keys and staff over HTTP.
class StaffTest {
    private static final String PASSWORD = "correct horse battery";

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

    private OpenServer.Answer secretly(String method, String path, String body) {
        return open.as(OpenServer.SECRET, method, path, body);
    }

    private OpenServer.Answer taken(String name, String role) {
        OpenServer.Answer invited = secretly("POST", "/v1/staff", """
                {"email": "%s@example.org", "name": "%s", "role": "%s"}
                """.formatted(name, name, role));
        assertThat(invited.status()).as(invited.body()).isEqualTo(201);
        OpenServer.Answer set = open.send("POST", "/v1/passwords", """
                {"invitation": "%s", "password": "%s"}
                """.formatted(invited.text("invitation"), PASSWORD));
        assertThat(set.status()).as(set.body()).isEqualTo(204);
        return invited;
    }

    private OpenServer.Answer in(String name, String more, String... headers) {
        return open.send("POST", "/v1/sessions", """
                {"email": "%s@example.org", "password": "%s"%s}
                """.formatted(name, PASSWORD, more), headers);
    }

    private String session(String name, String role) {
        taken(name, role);
        OpenServer.Answer in = in(name, "");
        assertThat(in.status()).as(in.body()).isEqualTo(201);
        assertThat(in.header("Set-Cookie")).isEmpty();
        return in.text("token");
    }

    @Test
    void allowsEachRoleItsRoutes() {
        String owner = session("olga", "owner");
        String desk = session("dora", "desk");
        String reader = session("rita", "readOnly");
        assertThat(open.as(owner, "GET", "/v1/staff", "").status()).isEqualTo(200);
        assertThat(open.as(desk, "GET", "/v1/staff", "").status()).isEqualTo(403);
        assertThat(open.as(desk, "POST", "/v1/events", "{}").status()).isEqualTo(403);
        assertThat(open.as(session("mona", "manager"), "POST", "/v1/events", "{}").status())
                .isEqualTo(400);
        assertThat(open.as(desk, "POST", "/v1/holds", "{}").status()).isEqualTo(400);
        assertThat(open.as(reader, "POST", "/v1/holds", "{}").status()).isEqualTo(403);
        assertThat(open.as(reader, "GET", "/v1/events", "").status()).isEqualTo(200);
        OpenServer.Answer me = open.as(desk, "GET", "/v1/me", "");
        assertThat(me.text("workspace")).isEqualTo("main");
        assertThat(me.text("right")).isEqualTo("desk");
        assertThat(me.json().path("staff").path("email").asText())
                .isEqualTo("dora@example.org");
    }

    @Test
    void answersAWrongPasswordLikeAnUnknownAddress() {
        taken("maya", "desk");
        OpenServer.Answer password = open.send("POST", "/v1/sessions", """
                {"email": "maya@example.org", "password": "not this one at all"}""");
        OpenServer.Answer mail = open.send("POST", "/v1/sessions", """
                {"email": "jon@example.org", "password": "not this one at all"}""");
        assertThat(password.status()).isEqualTo(401);
        assertThat(mail.status()).isEqualTo(401);
        assertThat(mail.body()).isEqualTo(password.body());
        OpenServer.Answer last = mail;
        for (int guess = 0; guess < 12 && last.status() == 401; guess++) {
            last = open.send("POST", "/v1/sessions", """
                    {"email": "jon@example.org", "password": "not this one at all"}""");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("RateLimit-Policy")).isEqualTo("\"signIn\";q=10;w=900");
        assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 900);
    }

    @Test
    void signsOut() {
        String one = session("maya", "desk");
        String other = in("maya", "").text("token");
        String third = in("maya", "").text("token");
        assertThat(open.as(one, "DELETE", "/v1/sessions/current", "").status()).isEqualTo(204);
        assertThat(open.as(one, "GET", "/v1/me", "").status()).isEqualTo(401);
        assertThat(open.as(other, "DELETE", "/v1/sessions", "").status()).isEqualTo(204);
        assertThat(open.as(third, "GET", "/v1/me", "").status()).isEqualTo(401);
        assertThat(secretly("DELETE", "/v1/sessions/current", "").status()).isEqualTo(404);
    }

    @Test
    void acceptsCookiesFromItsOwnPagesOnly() {
        taken("maya", "desk");
        OpenServer.Answer in = in("maya", ", \"cookie\": true", "Sec-Fetch-Site", "same-origin");
        assertThat(in.status()).as(in.body()).isEqualTo(201);
        assertThat(in.json().has("token")).isFalse();
        assertThat(in.header("Set-Cookie")).startsWith("holdfast=ses_")
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/");
        String cookie = in.header("Set-Cookie").replaceFirst(";.*", "");
        assertThat(open.send("GET", "/v1/me", "", "Cookie", cookie).status()).isEqualTo(200);
        assertThat(sentBy(cookie)).isEqualTo(403);
        assertThat(sentBy(cookie, "Origin", "http://evil.example")).isEqualTo(403);
        assertThat(sentBy(cookie, "Origin", "null")).isEqualTo(403);
        assertThat(sentBy(cookie, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
        assertThat(sentBy(cookie, "Sec-Fetch-Site", "same-site")).isEqualTo(403);
        assertThat(sentBy(cookie, "Sec-Fetch-Site", "cross-site",
                "Origin", open.home().toString())).isEqualTo(403);
        assertThat(sentBy(cookie, "Sec-Fetch-Site", "same-origin")).isEqualTo(400);
        assertThat(sentBy(cookie, "Origin", open.home().toString())).isEqualTo(400);
        assertThat(in("maya", ", \"cookie\": true", "Sec-Fetch-Site", "cross-site").status())
                .isEqualTo(403);
    }

    /// A request that is refused for its body once it has passed the checks of access.
    private int sentBy(String cookie, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Cookie";
        all[1] = cookie;
        return open.send("POST", "/v1/holds", "{}", all).status();
    }

    @Test
    void changesStaffByTheVersionThatWasRead() {
        taken("olga", "owner");
        OpenServer.Answer maya = taken("maya", "desk");
        String path = "/v1/staff/" + maya.text("id");
        OpenServer.Answer stale = open.send("PATCH", path, "{\"role\": \"manager\"}",
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", "\"9\"");
        assertThat(stale.status()).isEqualTo(412);
        OpenServer.Answer changed = open.send("PATCH", path, "{\"role\": \"manager\"}",
                "Authorization", "Bearer " + OpenServer.SECRET, "If-Match", maya.header("ETag"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("role")).isEqualTo("manager");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(secretly("DELETE", path, "").status()).isEqualTo(204);
        assertThat(secretly("GET", path, "").status()).isEqualTo(404);
        String olga = secretly("GET", "/v1/staff", "").json()
                .path("items").path(0).path("id").asText();
        OpenServer.Answer last = secretly("DELETE", "/v1/staff/" + olga, "");
        assertThat(last.status()).isEqualTo(409);
        assertThat(last.body()).contains("/docs/outcomes/lastOwner");
        assertThat(secretly("POST", "/v1/staff", """
                {"email": "Olga@example.org", "name": "x", "role": "desk"}""").body())
                .contains("/docs/outcomes/emailTaken");
    }

    @Test
    void makesRotatesAndRevokesKeys() {
        OpenServer.Answer made = open.send("POST", "/v1/keys", """
                {"kind": "secret", "name": "till"}""",
                "Authorization", "Bearer " + OpenServer.SECRET, "Idempotency-Key", "k1");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(open.send("POST", "/v1/keys", """
                {"kind": "secret", "name": "till"}""",
                "Authorization", "Bearer " + OpenServer.SECRET, "Idempotency-Key", "k1").body())
                .isEqualTo(made.body());
        assertThat(open.send("POST", "/v1/keys", """
                {"kind": "secret", "name": "other"}""",
                "Authorization", "Bearer " + OpenServer.SECRET, "Idempotency-Key", "k1").status())
                .isEqualTo(422);
        String key = made.text("key");
        OpenServer.Answer rotated = open.as(key, "POST",
                "/v1/keys/" + made.text("id") + "/rotate", "{\"keepFor\": \"PT0S\"}");
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
        assertThat(open.as(key, "GET", "/v1/me", "").status()).isEqualTo(401);
        assertThat(open.as(rotated.text("key"), "DELETE",
                "/v1/keys/" + rotated.text("id"), "").status()).isEqualTo(204);
        assertThat(open.as(rotated.text("key"), "GET", "/v1/me", "").status()).isEqualTo(401);
        OpenServer.Answer list = secretly("GET", "/v1/keys?limit=2", "");
        assertThat(list.json().path("items")).hasSize(2);
        assertThat(list.body()).doesNotContain(key, OpenServer.SECRET, "digest");
        assertThat(secretly("GET", "/v1/keys?limit=2&after=" + list.text("next"), "")
                .json().path("items")).hasSize(2);
    }
}
