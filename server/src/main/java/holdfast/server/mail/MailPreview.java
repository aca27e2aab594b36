package holdfast.server.mail;

import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.server.web.PriceSummaryText;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Shows what a mail says, with an example in place of a customer's booking.
public final class MailPreview {
    private static final String REFERENCE = "K7Q2M9";
    private static final Money PRICE = new Money(2_400, "EUR");
    private static final ZonedDateTime WHEN =
            ZonedDateTime.of(2030, 5, 17, 20, 0, 0, 0, ZoneOffset.UTC);

    private final Catalog catalog;
    private final Languages languages = new Languages("messages");

    public MailPreview(Catalog catalog) {
        this.catalog = catalog;
    }

    /// A mail, and the usual words that it has without words of the venue's.
    public record Shown(String subject, String text, MailTerms.Text usual) {}

    /// What a mail with these words says. Words that are left out are the usual ones.
    public Shown of(String workspace, MailTerms.Text words) {
        Language language = languages.of(Optional.of(words.language())
                .filter(Languages.ALL::contains), "");
        Terms terms = catalog.find(workspace, Terms.ID, Terms.class).map(Versioned::entry)
                .orElse(Terms.USUAL).in(language.word());
        String item = item(workspace, language);
        MailText.Filling filling = new MailText.Filling(
                language.say("mail.example.name"), REFERENCE, item, terms.name());
        String mail = "mail." + words.kind();
        MailTerms.Text usual = new MailTerms.Text(words.kind(), words.language(),
                Optional.of(language.say(mail + ".subject")),
                Optional.of(language.say(mail + ".greeting")));
        String subject = filling.in(words.subject().or(usual::subject).orElseThrow());
        List<String> greeting = filling.in(words.greeting().or(usual::greeting).orElseThrow())
                .lines().filter(line -> !line.isBlank()).toList();
        return new Shown(subject, MailText.of(new MailWriter.View(language.tag(),
                language.direction(), subject, greeting, payment(words.kind(), language, terms),
                List.of(new MailWriter.Item(item, language.count("line.places", 2),
                        language.moment(WHEN), language.money(PRICE))),
                language.say("booking.reference.label"), REFERENCE,
                language.say("mail.total", language.money(PRICE)), PriceSummaryText.NONE, "",
                "https://…", language.say("mail.link"), terms.name())), usual);
    }

    private String item(String workspace, Language language) {
        return Stream.concat(
                catalog.all(workspace, Event.class).stream().filter(Versioned::listed)
                        .map(event -> event.entry().in(language.word()).name()),
                catalog.all(workspace, Service.class).stream().filter(Versioned::listed)
                        .map(service -> service.entry().in(language.word()).name()))
                .findFirst().orElseGet(() -> language.say("mail.example.item"));
    }

    private static MailWriter.PaymentPart payment(String kind, Language language, Terms terms) {
        String amount = language.money(PRICE);
        return switch (kind) {
            case "transfer", "paymentLate" -> new MailWriter.PaymentPart(List.of(), List.of(
                    row(language, "amount", amount), row(language, "holder", terms.name()),
                    row(language, "iban", "DE02 1203 0000 0000 2020 51"),
                    row(language, "reference", REFERENCE),
                    row(language, "until", language.moment(WHEN))), "");
            case "cancelled", "eventCancelled", "refunded", "paidLate", "paidTwice" ->
                    new MailWriter.PaymentPart(
                            List.of(language.say("mail.refund.back", amount)), List.of(), "");
            default -> new MailWriter.PaymentPart(List.of(), List.of(), "");
        };
    }

    private static MailWriter.Row row(Language language, String name, String value) {
        return new MailWriter.Row(language.say("pay.transfer." + name), value);
    }
}
