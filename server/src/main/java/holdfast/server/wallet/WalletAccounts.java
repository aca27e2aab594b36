package holdfast.server.wallet;

import holdfast.Invalid;
import holdfast.postgres.Pipeline;
import holdfast.server.json.Json;
import holdfast.server.payment.SecretCipher;
import holdfast.server.store.ShortTransactions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Which wallets a workspace offers, and the certificates and keys that it signs with.
public final class WalletAccounts {
    private final ShortTransactions store;
    private final SecretCipher cipher;

    public WalletAccounts(DataSource source, SecretCipher cipher) {
        this.store = new ShortTransactions(source);
        this.cipher = cipher;
    }

    private record Stored(String wallet, boolean offered, String settings, String secrets) {}

    /// An account as staff sees it.
    ///
    /// @param settings without the secret ones
    /// @param kept     the names of the secret ones that are set
    /// @param ends     when its certificate ends
    public record Account(Wallet wallet, boolean offered, Map<String, String> settings,
            List<String> kept, Optional<Instant> ends) {}

    private static final String READ = """
            SELECT wallet, offered, settings, secrets FROM wallet_account
            WHERE workspace = ?""";

    private Map<String, Stored> stored(String workspace) {
        return store.read(tx -> {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<Stored> rows = pipeline.query(READ, WalletAccounts::stored, workspace);
            pipeline.run();
            Map<String, Stored> all = new HashMap<>();
            rows.rows().forEach(row -> all.put(row.wallet(), row));
            return all;
        });
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getString(1), row.getBoolean(2), row.getString(3), row.getString(4));
    }

    /// Every wallet, as the workspace has set it.
    public List<Account> all(String workspace) {
        Map<String, Stored> stored = stored(workspace);
        return Arrays.stream(Wallet.values()).map(wallet -> Optional
                .ofNullable(stored.get(wallet.word()))
                .map(row -> account(workspace, wallet, row))
                .orElseGet(() -> new Account(
                        wallet, false, Map.of(), List.of(), Optional.empty())))
                .toList();
    }

    private Account account(String workspace, Wallet wallet, Stored row) {
        Map<String, String> secrets = secrets(workspace, row);
        Map<String, String> all = together(map(row.settings()), secrets);
        return new Account(wallet, row.offered(), map(row.settings()),
                secrets.keySet().stream().sorted().toList(),
                wallet == Wallet.APPLE && row.offered() ? Optional.of(ApplePass.of(all).ends())
                        : Optional.empty());
    }

    /// The wallets that customers see.
    public List<Wallet> offered(String workspace) {
        Map<String, Stored> stored = stored(workspace);
        return Arrays.stream(Wallet.values()).filter(wallet -> Optional
                .ofNullable(stored.get(wallet.word())).map(Stored::offered).orElse(false))
                .toList();
    }

    /// What the workspace signs passes for Apple Wallet with; empty if it does not offer them.
    public Optional<ApplePass> apple(String workspace) {
        return settings(workspace, Wallet.APPLE).map(ApplePass::of);
    }

    /// What the workspace signs links to Google Wallet with; empty if it does not offer them.
    public Optional<GooglePass> google(String workspace) {
        return settings(workspace, Wallet.GOOGLE).map(GooglePass::of);
    }

    private Optional<Map<String, String>> settings(String workspace, Wallet wallet) {
        return Optional.ofNullable(stored(workspace).get(wallet.word())).filter(Stored::offered)
                .map(row -> together(map(row.settings()), secrets(workspace, row)));
    }

    private static final String WRITE = """
            INSERT INTO wallet_account (workspace, wallet, offered, settings, secrets, changed_at)
            VALUES (?, ?, ?, ?, ?, the_clock())
            ON CONFLICT ON CONSTRAINT wallet_account_once DO UPDATE
            SET offered = excluded.offered, settings = excluded.settings,
                secrets = excluded.secrets, changed_at = excluded.changed_at""";

    /// Sets an account. A secret that is left out stays as it is.
    ///
    /// @throws Invalid where a setting is missing or cannot be used
    public Account set(
            String workspace, Wallet wallet, boolean offered, Map<String, String> given) {
        Map<String, String> open = new HashMap<>();
        Map<String, String> secret = new HashMap<>(Optional
                .ofNullable(stored(workspace).get(wallet.word()))
                .map(row -> secrets(workspace, row)).orElse(Map.of()));
        for (Wallet.WalletSetting setting : wallet.settings()) {
            String value = given.get(setting.name());
            if (value != null) {
                (setting.secret() ? secret : open).put(setting.name(), value);
            }
            if (offered && !open.containsKey(setting.name())
                    && !secret.containsKey(setting.name())) {
                throw new Invalid("settings." + setting.name(), "is missing");
            }
        }
        Stored row = new Stored(wallet.word(), offered, text(open),
                cipher.encrypt(purpose(workspace, wallet.word()), text(secret)));
        Account account = account(workspace, wallet, row);
        if (offered && wallet == Wallet.GOOGLE) {
            GooglePass.of(together(open, secret));
        }
        store.change(tx -> {
            Pipeline pipeline = tx.pipeline();
            pipeline.update(WRITE, workspace, row.wallet(), row.offered(), row.settings(),
                    row.secrets());
            pipeline.run();
            return true;
        });
        return account;
    }

    private Map<String, String> secrets(String workspace, Stored row) {
        return map(cipher.decrypt(purpose(workspace, row.wallet()), row.secrets()));
    }

    private static String purpose(String workspace, String wallet) {
        return workspace + "/wallet/" + wallet;
    }

    private static Map<String, String> together(
            Map<String, String> open, Map<String, String> secret) {
        Map<String, String> all = new HashMap<>(open);
        all.putAll(secret);
        return all;
    }

    private static String text(Map<String, String> settings) {
        return Json.text(json -> settings.forEach(json::put));
    }

    private static Map<String, String> map(String text) {
        Map<String, String> map = new HashMap<>();
        Json.tree(text.getBytes(StandardCharsets.UTF_8)).properties()
                .forEach(each -> map.put(each.getKey(), each.getValue().asText()));
        return map;
    }
}
