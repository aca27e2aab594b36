package holdfast.server.api;

import holdfast.server.auth.Permission;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.wallet.Wallet;
import holdfast.server.wallet.WalletAccounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The wallets of phones that a workspace offers for its tickets.
public final class Wallets {
    private final WalletAccounts accounts;

    public Wallets(WalletAccounts accounts) {
        this.accounts = accounts;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/wallets", Permission.MANAGE, "listWallets",
                        "The wallets of phones, and which of them customers see.", this::list),
                new Route("PUT", "/v1/wallets", Permission.OWN, "setWallet",
                        "Set up a wallet. Secret settings are never shown again.", this::set));
    }

    private Response list(Request request) {
        request.onlyQuery("limit", "after");
        return Paging.page(request, accounts.all(request.workspace()),
                each -> PageMark.of(each.wallet().word()), Wallets::write);
    }

    private record Wish(Wallet wallet, boolean offered, Map<String, String> settings) {}

    private Response set(Request request) {
        Wish wish = request.body(fields -> {
            Wallet wallet = Wallet.read(fields);
            return new Wish(wallet, fields.flag("offered", true),
                    fields.maybeObject("settings").map(wallet::readSettings).orElse(Map.of()));
        });
        WalletAccounts.Account account = accounts.set(
                request.workspace(), wish.wallet(), wish.offered(), wish.settings());
        return Response.json(200, json -> write(json, account));
    }

    private static void write(Json json, WalletAccounts.Account account) {
        json.put("wallet", account.wallet().word()).put("offered", account.offered())
                .object("settings", set -> account.settings().forEach(set::put))
                .texts("secretsSet", account.kept())
                .put("certificateUntil", account.ends().map(Instant::toString));
    }
}
