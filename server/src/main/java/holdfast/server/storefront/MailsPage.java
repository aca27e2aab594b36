package holdfast.server.storefront;

import holdfast.server.http.Problem;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.mail.KeptMail;
import holdfast.server.mail.MailFolder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The mails of the demonstration, which are written to files instead of being sent. Only the demo
/// has this page: the mails are those of all customers.
public final class MailsPage {
    private static final int MOST = 50;
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

    private final Storefront storefront;
    private final MailFolder folder;

    MailsPage(Storefront storefront, MailFolder folder) {
        this.storefront = storefront;
        this.folder = folder;
    }

    /// The page's data.
    ///
    /// @param open the mail that is read; all others are listed
    public record View(List<Shown> mails, List<Shown> open) {}

    /// One mail.
    public record Shown(KeptMail mail, String when, String link, List<Piece> pieces) {}

    /// A piece of the text: words, or an address to follow.
    public record Piece(String text, boolean link) {}

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.addAll(storefront.get("/demo/mails", "demoMails",
                "The mails of the demonstration.", visitor -> show(visitor, new View(
                        folder.newest(visitor.workspace(), MOST).stream()
                                .map(mail -> shown(visitor, mail)).toList(),
                        List.of()))));
        routes.addAll(storefront.get("/demo/mails/{id}", "demoMail",
                "One mail of the demonstration.", visitor -> show(visitor, new View(List.of(),
                        List.of(shown(visitor, find(visitor)))))));
        routes.addAll(storefront.get("/demo/mails/{id}/files/{file}", "demoMailFile",
                "A file that is attached to a mail.", this::file));
        return routes;
    }

    private Response show(Visitor visitor, View view) {
        return storefront.page(visitor, view.open().isEmpty() ? visitor.say("mails.title")
                : view.open().getFirst().mail().subject(), MailsPage.class, view);
    }

    private KeptMail find(Visitor visitor) {
        String id = visitor.request().path("id");
        return folder.find(visitor.workspace(), id).orElseThrow(() -> Problem.unknown(id));
    }

    private Response file(Visitor visitor) {
        String number = visitor.request().path("file");
        List<KeptMail.Attached> files = find(visitor).files();
        if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) >= files.size()) {
            throw Problem.unknown(number);
        }
        KeptMail.Attached file = files.get(Integer.parseInt(number));
        return Response.bytes(200, file.type(), file.content())
                .header("Content-Disposition", "attachment; filename=\""
                        + file.name().replaceAll("[^A-Za-z0-9._-]", "_") + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    private static Shown shown(Visitor visitor, KeptMail mail) {
        return new Shown(mail, moment(visitor, mail.at()),
                visitor.link("/demo/mails/" + mail.id()), pieces(mail.text()));
    }

    private static String moment(Visitor visitor, Instant at) {
        return visitor.language().moment(
                at.atZone(visitor.who().zone().orElse(ZoneOffset.UTC)));
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            pieces.add(new Piece(text.substring(from, link.start()), false));
            pieces.add(new Piece(link.group(), true));
            from = link.end();
        }
        pieces.add(new Piece(text.substring(from), false));
        return pieces;
    }
}
