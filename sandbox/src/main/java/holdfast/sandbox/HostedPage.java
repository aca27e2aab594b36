package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hosted page of a session, at `/c/pay/{id}`: items, total, test cards. It needs no scripts.
final class HostedPage {
    private static final Pattern PATH = Pattern.compile("/c/pay/(cs_test_[A-Za-z0-9]+)(/confirm)?");
    private static final List<TestCard> OFFERED = List.of(TestCard.SUCCEEDS, TestCard.DECLINED,
            TestCard.INSUFFICIENT_FUNDS, TestCard.NEEDS_CONFIRMATION, TestCard.SLOW,
            TestCard.LOST_REPLY);
    private static final String STYLE = HostedPageTexts.resource("page.css");

    private final Sandbox sandbox;

    HostedPage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private record Opened(SandboxAccount account, ObjectNode session, HostedPageTexts texts) {

        String id() {
            return session.path("id").asText();
        }

        String total() {
            return amount(session.path("amount_total").asLong());
        }

        String amount(long amount) {
            return StripeAmounts.text(amount, session.path("currency").asText(), texts.locale());
        }
    }

    SandboxReply serve(SandboxRequest request) {
        return sandbox.state.locked(() -> {
            Matcher path = PATH.matcher(request.path());
            Opened opened = path.matches() ? find(path.group(1), request) : null;
            if (opened == null) {
                HostedPageTexts texts =
                        HostedPageTexts.of("", request.header("Accept-Language").orElse(""));
                return SandboxReply.html(404, frame(texts, texts.text("title"),
                        "<p>" + texts.text("missing") + "</p>"));
            }
            sandbox.happen(opened.account());
            if (request.method().equals("POST")) {
                FormParameters form = FormParameters.parse(request.body());
                return path.group(2) == null ? pay(opened, form) : confirm(opened, form);
            }
            return path.group(2) != null
                    && sandbox.sessions.waiting(opened.account(), opened.session()) != null
                            ? confirmation(opened) : show(opened, null);
        });
    }

    private @Nullable Opened find(String id, SandboxRequest request) {
        for (SandboxAccount account : sandbox.state.accounts()) {
            ObjectNode session = account.find("checkout.session", id);
            if (session != null) {
                String locale = Optional.ofNullable(SandboxJson.text(session, "locale")).orElse("");
                return new Opened(account, session, HostedPageTexts.of(locale,
                        request.header("Accept-Language").orElse("")));
            }
        }
        return null;
    }

    private SandboxReply pay(Opened opened, FormParameters form) {
        String typed = form.text("number").or(() -> form.text("card")).orElse("");
        TestCard card = TestCard.ofNumber(typed).orElse(null);
        if (card == null) {
            return show(opened, "unknown");
        }
        return switch (sandbox.sessions.pay(opened.account(), opened.session(), card, false)) {
            case PAID -> card == TestCard.LOST_REPLY ? SandboxReply.LOST : success(opened);
            case DECLINED -> show(opened, "declined");
            case TO_BE_CONFIRMED -> SandboxReply.redirect("/c/pay/" + opened.id() + "/confirm");
            case NOT_OPEN -> show(opened, null);
        };
    }

    private SandboxReply confirm(Opened opened, FormParameters form) {
        if (sandbox.sessions.waiting(opened.account(), opened.session()) == null) {
            return show(opened, null);
        }
        if (form.text("answer").orElse("").equals("yes")) {
            sandbox.sessions.pay(opened.account(), opened.session(), TestCard.NEEDS_CONFIRMATION,
                    true);
            return success(opened);
        }
        sandbox.sessions.refuseConfirmation(opened.account(), opened.session());
        return show(opened, "declined");
    }

    private static SandboxReply success(Opened opened) {
        return SandboxReply.redirect(successAddress(opened));
    }

    private static String successAddress(Opened opened) {
        return opened.session().path("success_url").asText()
                .replace("{CHECKOUT_SESSION_ID}", opened.id());
    }

    private static SandboxReply show(Opened opened, @Nullable String failure) {
        HostedPageTexts texts = opened.texts();
        StringBuilder body = new StringBuilder();
        switch (opened.session().path("status").asText()) {
            case "complete" -> body.append("<p>").append(texts.text("paid")).append("</p>")
                    .append(link(successAddress(opened), texts.text("back")));
            case "expired" -> body.append("<p>").append(texts.text("expired")).append("</p>")
                    .append(cancelLink(opened, "back"));
            default -> {
                if (failure != null) {
                    body.append("<p class=\"failed\" role=\"alert\">").append(texts.text(failure))
                            .append("</p>");
                }
                body.append(items(opened)).append(form(opened))
                        .append(cancelLink(opened, "cancel"));
            }
        }
        return SandboxReply.html(failure == null ? 200 : 402,
                frame(texts, texts.text("title"), body.toString()));
    }

    private static String items(Opened opened) {
        StringBuilder rows = new StringBuilder("<table>");
        SandboxSessions.items(opened.account(), opened.session()).forEach(item -> {
            long quantity = item.path("quantity").asLong();
            rows.append("<tr><td>").append(quantity == 1 ? "" : quantity + " × ")
                    .append(escaped(item.path("description").asText())).append("</td><td>")
                    .append(escaped(opened.amount(item.path("amount_total").asLong())))
                    .append("</td></tr>");
        });
        return rows.append("<tr class=\"total\"><td>").append(opened.texts().text("to.pay"))
                .append("</td><td>").append(escaped(opened.total())).append("</td></tr></table>")
                .toString();
    }

    private static String form(Opened opened) {
        HostedPageTexts texts = opened.texts();
        StringBuilder form = new StringBuilder("<form method=\"post\" action=\"/c/pay/")
                .append(opened.id()).append("\"><fieldset><legend>").append(texts.text("card"))
                .append("</legend>");
        for (TestCard card : OFFERED) {
            form.append("<label><input type=\"radio\" name=\"card\" value=\"").append(card.number)
                    .append(card == TestCard.SUCCEEDS ? "\" checked>" : "\">").append("<span>")
                    .append(texts.text(card.name())).append("</span></label>");
        }
        return form.append("</fieldset><label class=\"number\">").append(texts.text("other"))
                .append("<input type=\"text\" name=\"number\" inputmode=\"numeric\" ")
                .append("autocomplete=\"off\" maxlength=\"23\"></label><button>")
                .append(escaped(texts.text("pay", opened.total()))).append("</button></form>")
                .toString();
    }

    private static SandboxReply confirmation(Opened opened) {
        HostedPageTexts texts = opened.texts();
        String body = "<p>" + escaped(texts.text("confirm.text", opened.total())) + "</p>"
                + "<form method=\"post\" action=\"/c/pay/" + opened.id() + "/confirm\">"
                + "<button name=\"answer\" value=\"yes\">" + texts.text("confirm.yes") + "</button>"
                + "<button class=\"second\" name=\"answer\" value=\"no\">"
                + texts.text("confirm.no") + "</button></form>";
        return SandboxReply.html(200, frame(texts, texts.text("confirm.title"), body));
    }

    private static String cancelLink(Opened opened, String text) {
        String address = SandboxJson.text(opened.session(), "cancel_url");
        return address == null ? "" : link(address, opened.texts().text(text));
    }

    private static String link(String address, String text) {
        return "<a class=\"back\" href=\"" + escaped(address) + "\">" + text + "</a>";
    }

    private static String frame(HostedPageTexts texts, String title, String body) {
        return "<!doctype html><html lang=\"" + texts.locale().getLanguage() + "\"><head>"
                + "<meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width, initial-scale=1\"><title>" + title + " – "
                + texts.text("test") + "</title><style>" + STYLE + "</style></head><body>"
                + "<div class=\"test\">" + texts.text("test") + "</div><main><h1>" + title
                + "</h1>" + body + "</main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
