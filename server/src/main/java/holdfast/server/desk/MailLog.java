package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The mails to customers and how their sending goes.
public final class MailLog implements DeskSection {
    private static final String PATH = "/desk/mails";
    private static final List<String> STATES =
            List.of("waiting", "sent", "failed", "superseded");

    private final Catalog catalog;

    MailLog(Catalog catalog) {
        this.catalog = catalog;
    }

    /// What the page shows.
    ///
    /// @param state which mails are listed; empty for all
    /// @param sends whether its reader may send a mail once more
    /// @param next  the query of the next page; empty on the last one
    public record View(
            String state, List<String> states, List<Row> mails, boolean sends, boolean manages,
            String next) {}

    /// A mail.
    ///
    /// @param answer the last answer of the mail server
    public record Row(
            String id, String kind, String to, String state, String made, String ended,
            String tries, String answer) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "deskMailLog", "The mails to customers.", DeskPlace.SETTINGS,
                        Permission.READ, this::list),
                desk.post(PATH + "/{id}/again", "sendDeskMailAgain", "Send a mail once more.",
                        DeskPlace.SETTINGS, Permission.DESK, MailLog::again));
    }

    private Response list(DeskVisit visit) {
        String state = visit.request().query("state").filter(STATES::contains).orElse("");
        DeskCall all = DeskCall.to("listMails").asking("limit", "50");
        DeskCall some = state.isEmpty() ? all : all.asking("state", state);
        JsonNode found = visit.read(visit.request().query("after")
                .map(after -> some.asking("after", after)).orElse(some))
                .orElse(MissingNode.getInstance());
        ApiMoments moments = ApiMoments.of(visit, catalog);
        List<Row> rows = new ArrayList<>();
        found.path("items").forEach(each -> rows.add(row(visit, moments, each)));
        String mark = found.path("next").asText("");
        return visit.page(MailLog.class, visit.say("settings.mail.log"), new View(state, STATES,
                rows, visit.may(Permission.DESK), visit.may(Permission.MANAGE),
                mark.isEmpty() ? "" : "?" + (state.isEmpty() ? "" : "state=" + state + "&")
                        + "after=" + URLEncoder.encode(mark, StandardCharsets.UTF_8)));
    }

    private static Row row(DeskVisit visit, ApiMoments moments, JsonNode mail) {
        String due = moments.say(mail.path("dueAt"));
        String sent = moments.say(mail.path("sentAt"));
        return new Row(mail.path("id").asText(),
                visit.say("settings.mail.kind." + mail.path("kind").asText()),
                mail.path("recipient").asText(""), mail.path("state").asText(),
                moments.say(mail.path("madeAt")),
                due.isEmpty() ? sent.isEmpty() ? "" : visit.say("settings.mail.sentAt", sent)
                        : visit.say("settings.hook.next", due),
                visit.language().count("settings.hook.tries", mail.path("tries").asLong()),
                mail.path("answer").asText(""));
    }

    private static Response again(DeskVisit visit) {
        return switch (visit.call(DeskCall.to("sendMailAgain").with("id", visit.id())
                .once(visit.form().must("nonce")))) {
            case DeskAnswer.Done _ -> visit.done(PATH, "mailed");
            case DeskAnswer.Refused refused -> visit.refused(refused, PATH);
        };
    }
}
