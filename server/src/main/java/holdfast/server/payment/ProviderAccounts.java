package holdfast.server.payment;

import holdfast.Invalid;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import holdfast.postgres.Transaction;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.store.ShortTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which providers a workspace offers, and its accounts with them.
public final class ProviderAccounts {
    private static final int LONGEST = 500;

    private final ShortTransactions store;
    private final Providers providers;
    private final SecretCipher cipher;

    ProviderAccounts(ShortTransactions store, Providers providers, SecretCipher cipher) {
        this.store = store;
        this.providers = providers;
        this.cipher = cipher;
    }

    private record Stored(
            String workspace, String provider, boolean offered, String settings, String secrets) {}

    /// An account as staff sees it.
    ///
    /// @param settings without the secret ones
    /// @param kept     the names of the secret ones that are set
    public record Account(
            PaymentProvider provider, boolean offered, Map<String, String> settings,
            List<String> kept) {}

    /// A provider with the client for one workspace.
    record Connected(PaymentProvider provider, ProviderClient client, boolean offered) {}

    private static final String READ = """
            SELECT workspace, provider, offered, settings, secrets FROM payment_provider
            WHERE workspace = ? ORDER BY provider""";

    private List<Stored> stored(String workspace) {
        return store.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Stored> rows =
                    pipeline.query(READ, ProviderAccounts::stored, workspace);
            pipeline.run();
            return List.copyOf(rows.rows());
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(row.getString(1), row.getString(2), row.getBoolean(3), row.getString(4),
                row.getString(5));
    }

    /// Every provider of this server, as the workspace has set it.
    public List<Account> all(String workspace) {
        Map<String, Stored> stored = new HashMap<>();
        stored(workspace).forEach(each -> stored.put(each.provider(), each));
        return providers.choices().stream().map(provider -> Optional
                .ofNullable(stored.get(provider.name()))
                .map(row -> new Account(provider, row.offered(), map(row.settings()),
                        secrets(row).keySet().stream().sorted().toList()))
                .orElseGet(() -> new Account(provider, provider.name().equals(OnSite.NAME),
                        Map.of(), List.of())))
                .toList();
    }

    /// Whether customers can choose to pay at the venue.
    public boolean onSite(String workspace) {
        return stored(workspace).stream().filter(row -> row.provider().equals(OnSite.NAME))
                .allMatch(Stored::offered);
    }

    /// The names of the providers that customers can choose.
    public List<String> offered(String workspace) {
        return stored(workspace).stream().filter(Stored::offered).map(Stored::provider)
                .filter(name -> providers.find(name).isPresent()).toList();
    }

    /// The names of the providers that the workspace has an account with.
    List<String> known(String workspace) {
        return stored(workspace).stream().map(Stored::provider)
                .filter(name -> !name.equals(OnSite.NAME)).toList();
    }

    /// The workspace's client; also of a provider that it no longer offers, because payments that
    /// began go on.
    Optional<Connected> connect(String workspace, String name) {
        if (name.equals(OnSite.NAME)) {
            PaymentProvider here = new OnSite();
            return Optional.of(new Connected(here, here.connect(Map.of()), false));
        }
        return providers.find(name).flatMap(provider -> stored(workspace).stream()
                .filter(row -> row.provider().equals(name)).findFirst()
                .map(row -> connected(provider, row)));
    }

    private Connected connected(PaymentProvider provider, Stored row) {
        Map<String, String> all = new HashMap<>(map(row.settings()));
        all.putAll(secrets(row));
        return new Connected(provider, provider.connect(all), row.offered());
    }

    private static final String WRITE = """
            INSERT INTO payment_provider (workspace, provider, offered, settings, secrets,
                   changed_at)
            VALUES (?, ?, ?, ?, ?, the_clock())
            ON CONFLICT ON CONSTRAINT payment_provider_once DO UPDATE
            SET offered = excluded.offered, settings = excluded.settings,
                secrets = excluded.secrets, changed_at = excluded.changed_at""";

    /// Sets an account. A secret that is left out stays as it is.
    public void set(String workspace, PaymentProvider provider, boolean offered,
            Map<String, String> given) {
        Map<String, String> open = new HashMap<>();
        Map<String, String> secret = new HashMap<>(stored(workspace).stream()
                .filter(row -> row.provider().equals(provider.name())).findFirst()
                .map(this::secrets).orElse(Map.of()));
        for (PaymentProvider.ProviderSetting setting : provider.settings()) {
            String value = given.get(setting.name());
            if (value != null) {
                (setting.secret() ? secret : open).put(setting.name(), value);
            }
            if (offered && setting.required() && !open.containsKey(setting.name())
                    && !secret.containsKey(setting.name())) {
                throw new Invalid("settings." + setting.name(), "is missing");
            }
        }
        if (offered && !provider.name().equals(OnSite.NAME)) {
            Map<String, String> all = new HashMap<>(open);
            all.putAll(secret);
            provider.connect(all);
        }
        String encrypted = cipher.encrypt(purpose(workspace, provider.name()), text(secret));
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, provider.name(), offered, text(open), encrypted);
            pipeline.run();
            return true;
        });
    }

    private Map<String, String> secrets(Stored row) {
        return map(cipher.decrypt(purpose(row.workspace(), row.provider()), row.secrets()));
    }

    private static String purpose(String workspace, String provider) {
        return workspace + "/" + provider;
    }

    private static String text(Map<String, String> settings) {
        return Json.text(json -> settings.forEach(json::put));
    }

    private static Map<String, String> map(String text) {
        Map<String, String> map = new HashMap<>();
        Json.tree(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).properties()
                .forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }

    /// Reads the settings of a provider from a request.
    public static Map<String, String> read(PaymentProvider provider, Fields fields) {
        Map<String, String> given = new HashMap<>();
        for (PaymentProvider.ProviderSetting setting : provider.settings()) {
            fields.maybeText(setting.name(), LONGEST)
                    .ifPresent(value -> given.put(setting.name(), value));
        }
        fields.done();
        return given;
    }

    private static final String RECONCILE = """
            WITH due AS MATERIALIZED (
                SELECT workspace, provider FROM payment_provider
                WHERE provider <> 'onSite' AND coalesce(reconciled_at, '-infinity')
                      <= the_clock() - ? * interval '1 millisecond'
                ORDER BY workspace, provider LIMIT 1 FOR UPDATE SKIP LOCKED)
            UPDATE payment_provider SET reconciled_at = the_clock()
            WHERE (workspace, provider) IN (SELECT workspace, provider FROM due)
            RETURNING workspace, provider, the_clock()""";

    /// An account to reconcile.
    record Due(String workspace, String provider, Instant at) {}

    /// Takes the next account that was not reconciled for so long; another node then leaves it out.
    Optional<Due> reconcileNext(Duration every) {
        return store.change(tx -> due(tx, every));
    }

    private static Optional<Due> due(Transaction tx, Duration every) throws SQLException {
        Pipeline pipeline = tx.pipeline();
        Pipeline.Answer<Due> due = pipeline.query(RECONCILE, row -> new Due(
                row.getString(1), row.getString(2), Rows.certainly(row, 3)), every.toMillis());
        pipeline.run();
        return due.rows().stream().findFirst();
    }

    /// Whether staff receives and pays back the money of this payment by hand.
    boolean isByHand(PaymentRow row) {
        return connect(row.workspace(), row.agreed().provider())
                .filter(to -> !to.provider().capabilities().remote()).isPresent();
    }
}
