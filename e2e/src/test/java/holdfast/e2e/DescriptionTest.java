package holdfast.e2e;

import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The API's own description. Its truth is checked in all other tests here: {@link Contract}
/// compares each of their requests and answers with it.
class DescriptionTest {
    private static final Pattern REF = Pattern.compile("#/components/schemas/(\\w+)");
    private final Reply openApi = shop().withoutKey().get("/openapi.json").is(200);
    private final List<Contract.Operation> operations =
            new Contract(openApi.body()).operations();

    @Test
    void isValidOpenApi() {
        assertThat(openApi.text("openapi")).isEqualTo("3.1.0");
        assertThat(openApi.text("/info/title")).isEqualTo("Holdfast");
        assertThat(openApi.text("/components/securitySchemes/key/scheme")).isEqualTo("bearer");
        assertThat(operations.stream().map(Contract.Operation::name)).doesNotHaveDuplicates()
                .contains("createEvent", "hold", "confirmHold", "audit", "openApi");
    }

    @Test
    void describesTheAnswersOfEveryRoute() {
        assertThat(operations).allSatisfy(each -> assertThat(
                each.about().path("responses").size()).as(each.name()).isGreaterThan(1));
    }

    @Test
    void describesOnlyExistingRoutes() throws IOException {
        Set<String> described = new TreeSet<>();
        try (InputStream in = DescriptionTest.class.getResourceAsStream(
                "/holdfast/server/docs/operations.json")) {
            assertThat(in).isNotNull();
            new ObjectMapper().readTree(in).fieldNames().forEachRemaining(described::add);
        }
        Set<String> routes = new TreeSet<>();
        operations.forEach(each -> routes.add(each.name().replaceFirst("Shown$", "")));
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void definesEverySchemaItNames() {
        Set<String> there = new TreeSet<>();
        openApi.at("/components/schemas").fieldNames().forEachRemaining(there::add);
        Set<String> named = new TreeSet<>();
        REF.matcher(openApi.body().toString()).results()
                .forEach(found -> named.add(found.group(1)));
        assertThat(named).isEqualTo(there);
    }

    @Test
    void showsEveryRouteWithoutANetwork() {
        Client anonymous = shop().withoutKey();
        Reply page = anonymous.get("/docs/api").is(200);
        String html = new String(page.response().body(), StandardCharsets.UTF_8);
        assertThat(html).doesNotContain("http://", "https://", "@import");
        assertThat(operations).allSatisfy(each -> assertThat(html)
                .contains("<code><b>" + each.method() + "</b> " + each.path() + "<"));
        assertThat(page.needed("Content-Security-Policy")).startsWith("default-src 'none'");
        Matcher resource = Pattern.compile("<h2><a href=\"(/docs/api/[^\"]+)").matcher(html);
        while (resource.find()) {
            String routes = new String(anonymous.get(resource.group(1)).is(200).response().body(),
                    StandardCharsets.UTF_8);
            assertThat(routes).contains("<section class=\"route\">");
        }
        anonymous.get("/docs/api/nonsense").refuses(404, "unknown");
    }

    @Test
    void explainsARefusalAtItsAddress() {
        Client anonymous = shop().withoutKey();
        String type = anonymous.get("/v1/events").refuses(401, "unauthorized").text("type");
        Reply page = anonymous.get(type).is(200);
        String html = new String(page.response().body(), StandardCharsets.UTF_8);
        assertThat(html).contains("<h3 id=\"unauthorized\">", "<em>Next:</em>");
        assertThat(html).doesNotContain("<h3 id=\"forbidden\">");
        String all = new String(
                anonymous.get("/docs/outcomes").is(200).response().body(), StandardCharsets.UTF_8);
        assertThat(all).contains("<h3 id=\"unavailable\">", "<table>");
        anonymous.get("/docs/outcomes/nonsense").refuses(404, "unknown");
    }

    @Test
    void describesParametersThatNeedNoKeyAlike() {
        Client owner = shop().owner();
        String maya = SampleItems.calendar(owner, "Maya");
        String service = owner.post("/v1/services", """
                {"name": "Cut", "duration": "PT30M", "needs": [{"anyOf": ["%s"]}]}"""
                .formatted(maya)).is(201).text("id");
        String path = "/v1/services/" + service + "/free?with=" + maya;
        Client anonymous = shop().withoutKey();
        assertThat(anonymous.get("/v1/at/main" + path).is(200).at("starts")).isNotEmpty();
        anonymous.get("/v1/at/main" + path + "&zzz=1").refuses(400, "invalid");
    }
}
