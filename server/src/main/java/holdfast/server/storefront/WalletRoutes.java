package holdfast.server.storefront;

import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.tickets.TicketSheet;
import holdfast.server.wallet.ApplePass;
import holdfast.server.wallet.GooglePass;
import holdfast.server.wallet.Wallet;
import holdfast.server.wallet.WalletAccounts;
import holdfast.server.web.Pages;
import java.util.ArrayList;
import java.util.List;

/// Puts one ticket into the wallet of a phone, for a visitor with the ticket's link.
final class WalletRoutes {
    private final Storefront storefront;
    private final TicketsPage page;
    private final WalletAccounts wallets;

    WalletRoutes(Storefront storefront, TicketsPage page, WalletAccounts wallets) {
        this.storefront = storefront;
        this.page = page;
        this.wallets = wallets;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/ticket/{id}/apple", "ticketForAppleWallet",
                "One ticket as a pass for Apple Wallet.", this::apple));
        routes.addAll(storefront.get("/ticket/{id}/google", "ticketForGoogleWallet",
                "One ticket for Google Wallet: leads to Google's page.", this::google));
        return routes;
    }

    private Response apple(Visitor visitor) {
        TicketSheet sheet = sheet(visitor);
        ApplePass pass = wallets.apple(visitor.workspace())
                .orElseThrow(() -> Problem.unknown(Wallet.APPLE.word()));
        return Response.bytes(200, ApplePass.TYPE, pass.of(sheet, visitor.language()))
                .header("Content-Disposition", "attachment; filename=\"ticket.pkpass\"")
                .header("Cache-Control", "no-store");
    }

    private Response google(Visitor visitor) {
        TicketSheet sheet = sheet(visitor);
        GooglePass pass = wallets.google(visitor.workspace())
                .orElseThrow(() -> Problem.unknown(Wallet.GOOGLE.word()));
        return Pages.seeOther(pass.link(sheet, visitor.language(), visitor.now()));
    }

    /// A blocked ticket goes into no wallet.
    private TicketSheet sheet(Visitor visitor) {
        String id = visitor.request().path("id");
        return page.linked(visitor, id, visitor.request().query("word").orElse(""))
                .filter(ticket -> ticket.times().blocked().isEmpty())
                .flatMap(ticket -> storefront.engine().find(visitor.workspace(), ticket.hold())
                        .flatMap(hold -> page.one(visitor, hold, ticket)))
                .orElseThrow(() -> Problem.unknown(id));
    }
}
