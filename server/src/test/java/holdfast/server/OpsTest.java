package holdfast.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holdfast.Claim;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.ScheduledAudits;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.server.jobs.Jobs;
import holdfast.server.jobs.WaitUntil;
import holdfast.server.ops.DiskRoom;
import holdfast.server.ops.EngineMetrics;
import holdfast.server.ops.MeteredHoldfast;
import holdfast.server.ops.Metrics;
import holdfast.server.ops.OneRequest;
import holdfast.server.ops.SpanListener;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The alert rules and the dashboard use only metrics that exist.
class OpsTest {
    private static final Path ALERTS = Path.of("../ops/alerts.yml");
    private static final Path DASHBOARD = Path.of("../ops/dashboard.json");
    private static final Pattern SERIES = Pattern.compile(
            "^([a-z_]+)(?:\\{(.*)})? [-+.0-9EInfNa]+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=) *\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile(
            "\\b((?:holdfast|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");
    /// Labels that Prometheus adds; `up` is its own metric.
    private static final Set<String> ADDED = Set.of("job", "instance");

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    /// Every series with the labels it has.
    private final Map<String, Set<String>> series = new HashMap<>();

    @BeforeEach
    void live() throws Exception {
        Metrics metrics = new Metrics();
        metrics.watchPool(() -> 1, () -> 2, () -> 3);
        DiskRoom.watch(metrics, Path.of("target"));
        EngineMetrics engine = new EngineMetrics(metrics);
        engine.refused("hold", "pool_never_oversold");
        OneRequest.answered(metrics);
        Duration brisk = Duration.ofMillis(20);
        Engine plain = Engine.open(scratch.database().dataSource(), Limits.usual(), engine);
        try (Holdfast holdfast = new MeteredHoldfast(plain, metrics, SpanListener.NONE)) {
            holdfast.offer("main", new Inventory.Pool("club", 1, Optional.empty()));
            holdfast.hold(new HoldRequest("main", new Claim.Capacity("club", 1)));
            scratch.database().run("ALTER TABLE journal RENAME TO gone");
            try (Jobs jobs = Jobs.begin(holdfast, plain, scratch.database().dataSource(),
                    Optional::empty, metrics, new Jobs.Pace(
                            brisk, new ScheduledAudits.Pace(brisk, brisk), brisk),
                    Optional.empty(), List.of())) {
                WaitUntil.until(() -> !text(metrics).contains(
                        "job_failures_total{task=\"auditor\"} 0.0"));
                scratch.database().run("ALTER TABLE gone RENAME TO journal");
                WaitUntil.until(() -> text(metrics).contains("audit_done_timestamp_seconds")
                        && jobs.check().complaint().get().isEmpty());
            }
        }
        read(text(metrics));
        try (OpenServer server = new OpenServer(scratch.database(), Map.of())) {
            OpenServer.Answer answer = server.send("GET", "/metrics", "");
            assertThat(answer.status()).isEqualTo(200);
            read(answer.body());
        }
    }

    private void read(String text) {
        Matcher found = SERIES.matcher(text);
        while (found.find()) {
            String labels = found.group(2) == null ? "" : found.group(2);
            series.computeIfAbsent(found.group(1), name -> new HashSet<>())
                    .addAll(labels(labels));
        }
    }

    private static String text(Metrics metrics) {
        return new String(metrics.text(), UTF_8);
    }

    private static Set<String> labels(String text) {
        Set<String> labels = new HashSet<>();
        LABEL.matcher(text).results().forEach(label -> labels.add(label.group(1)));
        return labels;
    }

    private void asksForWhatIsThere(String expression) {
        Matcher selector = SELECTOR.matcher(expression);
        boolean any = expression.contains("up{");
        while (selector.find()) {
            any = true;
            assertThat(series).as(expression).containsKey(selector.group(1));
            if (selector.group(2) != null) {
                Set<String> asked = labels(selector.group(2));
                asked.removeAll(ADDED);
                assertThat(series.get(selector.group(1))).as(expression).containsAll(asked);
            }
        }
        assertThat(any).as("%s asks for nothing of ours", expression).isTrue();
        Matcher by = Pattern.compile("by \\(([^)]*)\\)").matcher(expression);
        while (by.find()) {
            for (String label : by.group(1).split(", *", -1)) {
                assertThat(label.equals("le") || ADDED.contains(label)
                        || series.values().stream().anyMatch(known -> known.contains(label)))
                        .as(label + " in " + expression).isTrue();
            }
        }
        balanced(expression);
    }

    private static void balanced(String expression) {
        String brackets = expression.replaceAll("\"[^\"]*\"", "").replaceAll("[^\\[\\](){}]", "");
        String before = "";
        while (!before.equals(brackets)) {
            before = brackets;
            brackets = brackets.replace("()", "").replace("[]", "").replace("{}", "");
        }
        assertThat(brackets).as(expression).isEmpty();
    }

    private static List<String> alerts() throws IOException {
        return Files.readAllLines(ALERTS);
    }

    @Test
    void hasReadableAlertsThatSayWhatToDo() throws IOException {
        readable(alerts());
    }

    /// The subset of YAML that the file uses, in which each line can be read on its own.
    private static void readable(List<String> lines) {
        List<String> words = new ArrayList<>();
        for (String line : lines) {
            assertThat(line).matches("#.*|groups:|  - name: [a-z-]+|    rules:"
                    + "|      - alert: Holdfast[A-Za-z]+|        (labels|annotations):"
                    + "|        expr: [^#'\"&*!|>%@`](?!.*(: | #)).*|        for: [0-9]+[smh]"
                    + "|          severity: (critical|warning)"
                    + "|          (summary|description): \"[^\"]+\\.\"");
            words.add(line.strip().replaceFirst("^- ", "").replaceFirst(":.*", ""));
        }
        String all = String.join(" ", words);
        int rules = count(words, "alert");
        assertThat(rules).isGreaterThan(10);
        assertThat(all.replaceAll("alert expr (for )?labels severity annotations summary"
                + " description", "RULE").split("RULE", -1)).hasSize(rules + 1);
    }

    /// Every line of a rule, left out or misspelt, is found.
    @Test
    void findsAnUnreadableAlert() throws IOException {
        for (String line : List.of("        expr: ", "          severity: ", "          summary: ",
                "          description: ", "        labels:", "        annotations:")) {
            List<String> without = new ArrayList<>(alerts());
            without.remove(without.stream().filter(each -> each.startsWith(line)).findFirst()
                    .orElseThrow());
            assertThat(fails(() -> readable(without))).as(line).isTrue();
            List<String> wrong = new ArrayList<>(alerts());
            wrong.replaceAll(each -> each.startsWith(line) ? " " + each : each);
            assertThat(fails(() -> readable(wrong))).as(line).isTrue();
        }
    }

    private static int count(List<String> words, String word) {
        return (int) words.stream().filter(word::equals).count();
    }

    @Test
    void usesExistingMetricsInAlerts() throws IOException {
        List<String> expressions = alerts().stream().filter(line -> line.contains(" expr: "))
                .map(line -> line.replaceFirst(" *expr: ", "")).toList();
        assertThat(expressions).isNotEmpty();
        expressions.forEach(this::asksForWhatIsThere);
        for (String line : alerts()) {
            Matcher label = Pattern.compile("\\$labels\\.([a-z]+)").matcher(line);
            while (label.find()) {
                assertThat(ADDED.contains(label.group(1))
                        || series.values().stream().anyMatch(all -> all.contains(label.group(1))))
                        .as(line).isTrue();
            }
        }
    }

    private static JsonNode dashboard(String from, String to) throws IOException {
        String text = Files.readString(DASHBOARD, UTF_8);
        assertThat(text).contains(from);
        return new ObjectMapper().readTree(text.replace(from, to));
    }

    @Test
    void usesExistingMetricsInTheDashboard() throws IOException {
        shows(dashboard("", ""));
    }

    private void shows(JsonNode dashboard) {
        Set<Integer> ids = new HashSet<>();
        int asked = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("title").asText()).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                asksForWhatIsThere(target.path("expr").asText());
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(20);
        dashboard.path("annotations").path("list").forEach(
                each -> asksForWhatIsThere(each.path("expr").asText()));
    }

    @Test
    void findsAMistakeInTheDashboard() throws IOException {
        for (List<String> mistake : List.of(
                List.of("holdfast_holds_made_total", "holdfast_holds_mde_total"),
                List.of("\"title\"", "\"titel\""), List.of("\"id\": 2", "\"id\": 1"),
                List.of("\"targets\"", "\"target\""), List.of("sum(", "sum(("))) {
            JsonNode wrong = dashboard(mistake.getFirst(), mistake.getLast());
            assertThat(fails(() -> shows(wrong))).as(mistake.toString()).isTrue();
        }
    }

    @Test
    void findsAnUnknownMetric() {
        for (String wrong : Arrays.asList("holdfast_holds_sold_total > 0", "sum(1)",
                "sum(holdfast_holds_made_total", "holdfast_holds_made_total{kind=\"seats\"}",
                "sum by (customer) (holdfast_holds_made_total)")) {
            assertThat(fails(() -> asksForWhatIsThere(wrong))).as(wrong).isTrue();
        }
    }

    private static boolean fails(Runnable check) {
        try {
            check.run();
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }
}
