package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a workspace writes to its customers. Each workspace has one.
///
/// @param replyTo    where answers to mails go
/// @param copiesTo   addresses of staff that get a copy of each mail about a change
/// @param remind     how long before the start a reminder is sent; empty for never
/// @param texts      the workspace's own words, in place of the usual ones
public record MailTerms(
        Optional<String> replyTo, List<String> copiesTo, Optional<Duration> remind,
        List<Text> texts) implements CatalogEntry {
    public static final String ID = "mails";
    public static final MailTerms USUAL = new MailTerms(
            Optional.empty(), List.of(), Optional.of(Duration.ofHours(24)), List.of());
    /// The kinds of mails that have a text.
    public static final List<String> KINDS = List.of("booked", "exchanged", "moved", "cancelled",
            "eventCancelled", "reminder", "transfer", "paymentLate", "paymentFailed",
            "paymentOwed", "paidLate", "paidTwice", "refunded", "restTransfer", "restLate",
            "restPaid");
    private static final Duration LONGEST = Duration.ofDays(14);
    private static final int MOST_COPIES = 5;
    private static final int MOST_TEXTS = 50;
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s<>,;]+@[^@\\s<>,;]+");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");

    public MailTerms {
        copiesTo = List.copyOf(copiesTo);
        texts = List.copyOf(texts);
    }

    /// The subject and the greeting of a kind of mail in a language.
    public record Text(
            String kind, String language, Optional<String> subject, Optional<String> greeting) {
        public static Text read(Fields fields) {
            String kind = fields.text("kind", 20);
            if (!KINDS.contains(kind)) {
                throw new Invalid(fields.name("kind"),
                        "must be one of " + String.join(", ", KINDS));
            }
            String language = fields.text("language", 2);
            if (!LANGUAGE.matcher(language).matches()) {
                throw new Invalid(fields.name("language"), "must be a language, as in en");
            }
            Optional<String> greeting = fields.maybeProse("greeting");
            if (greeting.isPresent() && greeting.get().length() > 2_000) {
                throw new Invalid(fields.name("greeting"), "must have at most 2000 characters");
            }
            return new Text(kind, language, fields.maybeText("subject", 150), greeting);
        }

        void write(Json json) {
            json.put("kind", kind).put("language", language).put("subject", subject)
                    .put("greeting", greeting);
        }
    }

    public Optional<Text> text(String mail, String language) {
        return texts.stream().filter(text -> text.kind().equals(mail)
                && text.language().equals(language)).findFirst();
    }

    @Override
    public Kind kind() {
        return Kind.MAILS;
    }

    @Override
    public String name() {
        return ID;
    }

    public static MailTerms read(Fields fields) {
        Optional<String> replyTo = fields.maybeText("replyTo", 200);
        replyTo.ifPresent(address -> require("replyTo", address));
        List<String> copies = fields.texts("copiesTo", MOST_COPIES);
        copies.forEach(address -> require("copiesTo", address));
        return new MailTerms(replyTo, copies, remind(fields),
                fields.objects("texts", MOST_TEXTS, Text::read));
    }

    private static void require(String field, String address) {
        if (address.length() > 200 || !ADDRESS.matcher(address).matches()) {
            throw new Invalid(field, "must be a mail address");
        }
    }

    private static Optional<Duration> remind(Fields fields) {
        String field = "remindBefore";
        Optional<String> text = fields.maybeText(field, 60);
        if (text.isPresent() && text.get().equals("never")) {
            return Optional.empty();
        }
        Duration before = fields.maybeDuration(field).orElse(Duration.ofHours(24));
        if (before.compareTo(Duration.ofMinutes(5)) < 0 || before.compareTo(LONGEST) > 0
                || !before.equals(Duration.ofSeconds(before.toSeconds()))) {
            throw new Invalid(field,
                    "must be whole seconds from PT5M to " + LONGEST + ", or never");
        }
        return Optional.of(before);
    }

    @Override
    public void write(Json json) {
        json.put("replyTo", replyTo).texts("copiesTo", copiesTo)
                .put("remindBefore", remind.map(Duration::toString).orElse("never"))
                .array("texts", texts, (out, text) -> text.write(out));
    }
}
