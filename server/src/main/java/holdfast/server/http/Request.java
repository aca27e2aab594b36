package holdfast.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Invalid;
import holdfast.server.auth.Principal;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// One request as a handler sees it: caller, parameters, headers, body.
public final class Request {
    private static final int LONGEST = 2_000;
    private static final HeaderName KEY = HeaderNames.create("Idempotency-Key");
    private static final HeaderName TOKEN = HeaderNames.create("Holdfast-Token");

    private final ServerRequest request;
    private final Router.Found found;
    private final Authenticator.Entered entered;
    private final Set<String> known;
    private final Set<String> several;
    private final Body body;
    private final ClientSocket client;
    private final Optional<PageCall> call;
    private Optional<JsonNode> sent = Optional.empty();
    private Optional<String> fingerprint = Optional.empty();

    Request(
            ServerRequest request, Router.Found found, Authenticator.Entered entered, Body body) {
        this.body = body;
        this.client = ClientSocket.CURRENT.get();
        this.request = request;
        this.found = found;
        this.entered = entered;
        this.known = new HashSet<>();
        this.several = new HashSet<>();
        this.call = Optional.empty();
    }

    /// Both share the sets of parameters that were read, because it is one request.
    private Request(Request same, Principal other) {
        this.request = same.request;
        this.found = same.found;
        this.entered = new Authenticator.Entered(
                other, same.entered.address(), same.entered.headers());
        this.body = same.body;
        this.client = same.client;
        this.known = same.known;
        this.several = same.several;
        this.call = same.call;
    }

    private Request(Request page, Principal who, PageCall call) {
        this.request = page.request;
        this.found = new Router.Found(call.route(), call.arguments());
        this.entered = new Authenticator.Entered(
                who, page.entered.address(), page.entered.headers());
        this.body = page.body;
        this.client = page.client;
        this.known = new HashSet<>();
        this.several = new HashSet<>();
        this.call = Optional.of(call);
    }

    public Principal who() {
        return entered.who();
    }

    public String workspace() {
        return entered.who().workspace();
    }

    /// The same request with another principal.
    public Request as(Principal other) {
        return new Request(this, other);
    }

    /// A page's request to another route. The caller checks the route's permission.
    public Request calling(PageCall other, Principal who) {
        return new Request(this, who, other);
    }

    public Route route() {
        return found.route();
    }

    /// The value of a path variable such as `{id}`.
    public String path(String name) {
        String value = found.arguments().get(name);
        if (value == null) {
            throw new IllegalStateException(route().path() + " has no {" + name + "}");
        }
        // A control character would fail later, in the database.
        return Texts.checked(name, value, 500);
    }

    public Optional<String> header(String name) {
        return header(HeaderNames.create(name));
    }

    private Optional<String> header(HeaderName name) {
        return call.flatMap(each -> Optional.ofNullable(each.headers().get(name.defaultCase())))
                .or(() -> request.headers().first(name));
    }

    /// The names of the query's parameters.
    private Set<String> names() {
        return call.map(each -> each.query().keySet()).orElseGet(() -> request.query().names());
    }

    private List<String> values(String name) {
        return call.map(each -> Optional.ofNullable(each.query().get(name)).stream().toList())
                .orElseGet(() -> request.query().contains(name)
                        ? request.query().all(name) : List.of());
    }

    /// The client's address, behind any trusted proxy.
    public String address() {
        return entered.address();
    }

    /// Whether it is a HEAD request.
    public boolean headersOnly() {
        return request.prologue().method().equals(Method.HEAD);
    }

    /// The client that limits per address count this request to.
    public ClientNetwork caller() {
        return ClientNetwork.of(entered.address());
    }

    /// Whether the client has closed the connection. It is cheap enough for a loop: the socket is
    /// checked at most every tenth of a second.
    public boolean gone() {
        return client.gone();
    }

    /// The single value of a query parameter.
    public Optional<String> query(String name) {
        return query(name, 500);
    }

    /// The same with another limit of length.
    public Optional<String> query(String name, int longest) {
        known.add(name);
        List<String> all = values(name);
        if (all.size() > 1) {
            throw new Invalid(name, "must be given once");
        }
        return all.stream().findFirst().filter(value -> !value.isEmpty())
                .map(value -> Texts.checked(name, value, longest));
    }

    /// The values of a query parameter that may be given several times, or once with commas.
    public List<String> queries(String name, int most) {
        known.add(name);
        several.add(name);
        List<String> all = values(name);
        List<String> values = all.stream()
                .flatMap(each -> List.of(each.split(",", -1)).stream())
                .filter(value -> !value.isEmpty()).toList();
        if (values.size() > most) {
            throw new Invalid(name, "must have at most " + most + " values");
        }
        values.forEach(value -> Texts.checked(name, value, 500));
        return values;
    }

    /// All query parameters, for a form sent by GET; empty values are left out.
    public Map<String, List<String>> queried() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String name : names()) {
            known.add(name);
            several.add(name);
            all.put(name, values(name).stream().filter(value -> !value.isBlank())
                    .map(value -> Texts.checked(name, value, LONGEST)).toList());
        }
        return all;
    }

    /// Refuses query parameters that have no meaning here.
    public void onlyQuery(String... names) {
        known.addAll(List.of(names));
        for (String name : names()) {
            if (!known.contains(name)) {
                String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
                throw new Invalid(shown.replaceAll("\\p{C}", "?"), "is not a parameter here");
            }
        }
    }

    /// Refuses parameters that the handler did not read, and two values where it read one.
    void onlyAsked() {
        onlyQuery();
        for (String name : names()) {
            if (!several.contains(name) && values(name).size() > 1) {
                throw new Invalid(name, "must be given once");
            }
        }
    }

    public long queryNumber(String name, long otherwise, long least, long most) {
        return query(name).map(text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException nonsense) {
                // Reported below, like a number that is out of bounds.
            }
            throw new Invalid(name, "must be a whole number from " + least + " to " + most);
        }).orElse(otherwise);
    }

    /// The body, at most 1 MiB or what its route takes.
    public byte[] bytes() {
        if (call.isPresent()) {
            return call.get().body().bytes();
        }
        body.read(entered.address(), found.route().largestBody());
        return body.content();
    }

    /// Reads the body as JSON; fields that `read` did not read are refused.
    public <T> T body(Function<Fields, T> read) {
        JsonNode tree = Json.tree(bytes());
        sent = Optional.of(tree);
        fingerprint = Optional.empty();
        return made(Json.read(tree), read);
    }

    /// The same for an optional body.
    public <T> T maybeBody(Function<Fields, T> read) {
        return bytes().length == 0 ? made(Json.read("{}"), read) : body(read);
    }

    private static <T> T made(Fields fields, Function<Fields, T> read) {
        T made = fields.make(() -> read.apply(fields));
        fields.done();
        return made;
    }

    public Optional<String> key() {
        return header(KEY)
                .map(key -> Texts.checked("Idempotency-Key", key, 255));
    }

    /// The fingerprint for the idempotency key, after the body was read. It is made once, of the
    /// JSON that was parsed for the handler.
    public String fingerprint() {
        String print = fingerprint.orElseGet(() -> Fingerprint.of(this, sent));
        fingerprint = Optional.of(print);
        return print;
    }

    public Optional<String> token() {
        return header(TOKEN);
    }

    /// The version in If-Match, which a change requires (optimistic lock). `*` matches the present
    /// version. A tag that cannot match gives a version that never exists.
    ///
    /// @param now the present version, for `*` or several tags
    public long ifMatch(LongSupplier now) {
        String tags = header(HeaderNames.IF_MATCH).orElseThrow(
                () -> new Problem(428, "versionMissing", "If-Match is missing",
                        "Send If-Match with the ETag of the last answer."));
        return ETags.read(tags).version(now);
    }

    /// The same if If-Match is optional; `*` is then like none.
    public Optional<Long> maybeIfMatch(LongSupplier now) {
        return header(HeaderNames.IF_MATCH).map(ETags::read)
                .filter(tags -> !tags.any()).map(tags -> tags.version(now));
    }

    /// Whether If-None-Match has this tag.
    public boolean has(String tag) {
        return header(HeaderNames.IF_NONE_MATCH)
                .map(known -> known.equals("*") || List.of(known.split(",")).stream()
                        .map(each -> each.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals))
                .orElse(false);
    }

    /// A copy of the path variables.
    public Map<String, String> arguments() {
        return new HashMap<>(found.arguments());
    }
}
