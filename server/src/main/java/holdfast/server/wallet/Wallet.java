package holdfast.server.wallet;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The wallets, and what a workspace has to set before its customers see one.
public enum Wallet {
    APPLE(new WalletSetting("passTypeIdentifier", false),
            new WalletSetting("teamIdentifier", false), new WalletSetting("authority", false),
            new WalletSetting("certificate", true), new WalletSetting("password", true)),
    GOOGLE(new WalletSetting("issuer", false), new WalletSetting("account", true));

    private static final int LONGEST = 20_000;

    // It is never changed.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<WalletSetting> settings;

    Wallet(WalletSetting... settings) {
        this.settings = List.of(settings);
    }

    /// One setting.
    ///
    /// @param secret whether it is encrypted at rest and never shown
    record WalletSetting(String name, boolean secret) {}

    List<WalletSetting> settings() {
        return settings;
    }

    /// The name in the API.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads its name from a request.
    ///
    /// @throws Invalid where it is no wallet's name
    public static Wallet read(Fields fields) {
        String name = fields.text("wallet", 20);
        for (Wallet wallet : values()) {
            if (wallet.word().equals(name)) {
                return wallet;
            }
        }
        throw new Invalid(fields.name("wallet"), "must be apple or google");
    }

    /// Reads its settings from a request.
    public Map<String, String> readSettings(Fields fields) {
        Map<String, String> given = new HashMap<>();
        for (WalletSetting setting : settings) {
            fields.maybeText(setting.name(), LONGEST)
                    .ifPresent(value -> given.put(setting.name(), value));
        }
        fields.done();
        return given;
    }
}
