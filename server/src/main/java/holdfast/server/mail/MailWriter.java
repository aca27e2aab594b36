package holdfast.server.mail;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.Contact;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.ical.BookingTimes;
import holdfast.server.ical.CalendarFile;
import holdfast.server.ical.CalendarFile.Method;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.server.web.PriceSummaryText;
import java.net.URI;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Writes what a mail says, from the booking as it is when the mail is sent.
public final class MailWriter {
    private static final String FIRST = "main";

    private final Booked booked;
    private final Sender sender;
    private final Languages languages = new Languages("messages");
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final BookingTimes times;

    /// Where bookings are read.
    public record Booked(
            HoldfastReads engine, Catalog catalog, PricedHolds priced, VisitPlanner visits,
            TokenSecrets tokens, Due due) {}

    /// What is still to be paid for a booking.
    @FunctionalInterface
    public interface Due {
        Optional<Money> of(String workspace, Hold booking);
    }

    /// Who writes.
    ///
    /// @param address    the sender's mail address
    /// @param publicUrl  what links begin with; without it there are no links
    /// @param attachments the files that mails carry
    public record Sender(
            String address, Supplier<Optional<URI>> publicUrl, Attachments attachments) {}

    public MailWriter(Booked booked, Sender sender) {
        this.booked = booked;
        this.sender = sender;
        this.times = new BookingTimes(booked.catalog(), booked.priced(), booked.visits());
    }

    /// What a mail says.
    ///
    /// @param from the workspace's name, which stands beside the sender's address
    /// @param to the customer's address as the customer wrote it
    record Written(
            String from, Optional<String> replyTo, String to, String subject, String language,
            String text, String html, List<CalendarFile> calendars,
            List<Attachments.Attached> attached) {}

    /// The template's data.
    public record View(
            String language, String direction, String subject, List<String> greeting,
            List<Item> items, String referenceLabel, String reference, String total,
            PriceSummaryText summary, String owed, String link, String linkText,
            String workspace) {}

    /// One item of the booking.
    ///
    /// @param when the time, or empty where none is known
    public record Item(String name, String detail, String when, String price) {}

    /// The present text of a mail; empty if a later mail says it better, or if the customer was
    /// forgotten.
    Optional<Written> write(StoredMail mail) {
        Optional<Hold> found = booked.engine().find(mail.workspace(), mail.hold());
        Optional<BookingNote> note = found.flatMap(BookingNote::of);
        if (found.isEmpty() || note.isEmpty() || superseded(mail, found.get())) {
            return Optional.empty();
        }
        return Optional.of(new Writing(mail, found.get(), note.get().contact()).written());
    }

    /// A mail about a version of the booking, or about a start, that is not its present one.
    private boolean superseded(StoredMail mail, Hold hold) {
        boolean over = !(hold instanceof Hold.Booked);
        return switch (mail.kind()) {
            case BOOKED, EXCHANGED -> over || mail.version() < hold.version();
            case STAFF_COPY -> mail.version() < hold.version();
            case CANCELLED -> !over;
            case MOVED, PAYMENT_FAILED, PAYMENT_LATE -> over;
            case REMINDER -> over || booked.priced().lines(mail.workspace(), hold).stream()
                    .noneMatch(line -> times.start(mail.workspace(), line).toInstant()
                            .truncatedTo(ChronoUnit.SECONDS).toString().equals(mail.cause()));
        };
    }

    /// One mail that is being written.
    private final class Writing {
        private final StoredMail mail;
        private final Hold hold;
        private final Contact contact;
        private final Language language;
        private final List<PricedHolds.Line> lines;
        private final PriceSummary summary;
        private final MailTerms terms;
        private final String workspace;

        Writing(StoredMail mail, Hold hold, Contact contact) {
            this.mail = mail;
            this.hold = hold;
            this.contact = contact;
            this.language = language(contact.language());
            this.lines = booked.priced().lines(mail.workspace(), hold);
            this.summary = booked.priced().summary(mail.workspace(), hold);
            this.terms = booked.catalog().find(mail.workspace(), MailTerms.ID, MailTerms.class)
                    .map(Versioned::entry).orElse(MailTerms.USUAL);
            this.workspace = booked.catalog().find(mail.workspace(), Terms.ID, Terms.class)
                    .map(Versioned::entry).orElse(Terms.USUAL).name();
        }

        /// The customer's language with the region's formats, as in `de-AT`, if it has texts.
        private Language language(Optional<String> given) {
            Optional<String> known = given.map(tag -> Locale.forLanguageTag(tag).getLanguage())
                    .filter(Languages.ALL::contains);
            return languages.of(known, known.isPresent() ? given.orElse("") : "");
        }

        Written written() {
            Optional<MailTerms.Text> own = terms.text(mail.kind().word(), language.word());
            String subject = filled(own.flatMap(MailTerms.Text::subject)
                    .orElseGet(() -> language.say("mail." + usual() + ".subject")));
            String greeting = filled(own.flatMap(MailTerms.Text::greeting)
                    .orElseGet(() -> language.say("mail." + usual() + ".greeting")));
            Optional<String> link = mail.kind() == MailKind.STAFF_COPY ? Optional.empty() : link();
            View view = new View(language.tag(), language.direction(), subject,
                    greeting.lines().filter(line -> !line.isBlank()).toList(), items(),
                    language.say("booking.reference.label"), References.of(hold.id()), total(),
                    PriceSummaryText.of(language, summary), owed(), link.orElse(""),
                    language.say("mail.link"), workspace);
            StringOutput html = new StringOutput(4_096);
            templates.render(MailWriter.class.getName().replace('.', '/') + ".jte", view, html);
            boolean customers = mail.kind() != MailKind.STAFF_COPY;
            return new Written(workspace, terms.replyTo(), to(), subject, language.tag(),
                    text(view), html.toString(), customers ? calendars() : List.of(),
                    customers && hold instanceof Hold.Booked ? sender.attachments()
                            .of(mail.workspace(), hold, language) : List.of());
        }

        /// The index has addresses in lower case; the customer's own spelling is used.
        private String to() {
            return contact.email().filter(each -> each.equalsIgnoreCase(mail.recipient()))
                    .orElse(mail.recipient());
        }

        private String usual() {
            return mail.kind() != MailKind.STAFF_COPY ? mail.kind().word()
                    : hold instanceof Hold.Booked ? "staffCopy" : "staffCopyCancelled";
        }

        private String filled(String text) {
            String name = contact.name().orElse("");
            return text.replace(" {name}", name.isEmpty() ? "" : " " + name)
                    .replace("{name}", name)
                    .replace("{reference}", References.of(hold.id()))
                    .replace("{item}", lines.isEmpty() ? "" : lines.getFirst().name())
                    .replace("{workspace}", workspace);
        }

        private Optional<String> link() {
            String path = (mail.workspace().equals(FIRST) ? "" : "/w/" + mail.workspace())
                    + "/booking/" + hold.id() + "?word="
                    + booked.tokens().of(mail.workspace(), "link " + hold.id());
            return sender.publicUrl().get().map(url -> url.toString().replaceAll("/$", "") + path);
        }

        private List<Item> items() {
            return lines.stream().map(line -> {
                ZonedDateTime start = times.start(mail.workspace(), line);
                return new Item(line.name(), detail(line), start.toInstant().getEpochSecond() == 0
                        ? "" : language.moment(start),
                        line.price().map(language::money)
                                .orElse(""));
            }).toList();
        }

        private String detail(PricedHolds.Line line) {
            String area = line.card().map(card -> card.name() + " · ").orElse("");
            String tier = line.card().flatMap(card -> line.tier().flatMap(card::tier))
                    .map(each -> each.name() + " · ").orElse("");
            return switch (line.taken()) {
                case HeldItem.Capacity places ->
                        area + tier + language.count("line.places", places.quantity());
                case HeldItem.Seats seats -> area + String.join(", ", seats.names());
                case HeldItem.Time time -> time.stretches().stream()
                        .map(HeldItem.Stretch::calendar).distinct()
                        .flatMap(id -> booked.catalog().find(
                                mail.workspace(), id, Calendar.class).stream())
                        .map(calendar -> calendar.entry().name())
                        .collect(Collectors.joining(" · "));
            };
        }

        private String total() {
            return summary.total().map(language::money)
                    .map(sum -> language.say("mail.total", sum)).orElse("");
        }

        private String owed() {
            return booked.due().of(mail.workspace(), hold).map(language::money)
                    .map(sum -> language.say("mail.owed", sum)).orElse("");
        }

        private String text(View view) {
            StringBuilder text = new StringBuilder(1_024);
            view.greeting().forEach(line -> text.append(line).append("\n\n"));
            text.append(view.referenceLabel()).append(": ").append(view.reference())
                    .append("\n\n");
            for (Item item : view.items()) {
                for (String line : List.of(item.name(), item.when(), item.detail(),
                        item.price())) {
                    text.append(line.isEmpty() ? "" : line + "\n");
                }
                text.append('\n');
            }
            rows(text, view.summary().before());
            text.append(view.total().isEmpty() ? "" : view.total() + "\n");
            rows(text, view.summary().after());
            text.append(view.owed().isEmpty() ? "" : view.owed() + "\n");
            if (!view.link().isEmpty()) {
                text.append('\n').append(view.linkText()).append(":\n").append(view.link())
                        .append('\n');
            }
            return text.append("\n-- \n").append(view.workspace()).append('\n').toString();
        }

        private static void rows(StringBuilder text, List<PriceSummaryText.Row> rows) {
            rows.forEach(row -> text.append(row.label()).append(": ").append(row.amount())
                    .append('\n'));
        }

        /// One file for each visit, so that a calendar moves or removes it; one for all events.
        private List<CalendarFile> calendars() {
            boolean over = !(hold instanceof Hold.Booked);
            long sequence = times.sequence(mail.workspace(), hold, lines);
            List<CalendarFile> files = new ArrayList<>();
            CalendarFile events = new CalendarFile(
                    Method.PUBLISH, booked.engine().now(), sequence, over);
            boolean any = false;
            for (int at = 0; at < lines.size(); at++) {
                if (lines.get(at).taken() instanceof HeldItem.Time) {
                    CalendarFile visit = new CalendarFile(over ? Method.CANCEL : Method.REQUEST,
                            booked.engine().now(), sequence, over);
                    visit.add(entry(at, Optional.of(
                            new CalendarFile.Parties(sender.address(), to()))));
                    files.add(visit);
                } else {
                    events.add(entry(at, Optional.empty()));
                    any = true;
                }
            }
            if (any) {
                files.add(events);
            }
            return files;
        }

        private CalendarFile.Entry entry(int at, Optional<CalendarFile.Parties> parties) {
            PricedHolds.Line line = lines.get(at);
            ZonedDateTime start = times.start(mail.workspace(), line);
            return new CalendarFile.Entry(BookingTimes.id(hold, at), start,
                    times.end(mail.workspace(), line), line.name(), detail(line) + "\n"
                            + language.say("booking.reference", References.of(hold.id())),
                    Language.city(start.getZone()), parties);
        }
    }
}
