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
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Location;
import holdfast.server.catalog.MailTerms;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Versioned;
import holdfast.server.ical.BookingTimes;
import holdfast.server.ical.CalendarFile;
import holdfast.server.ical.CalendarFile.Method;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.server.web.PriceSummaryText;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
            TokenSecrets tokens, Due due, PaymentReads payments) {}

    /// What is still to be paid for a booking.
    @FunctionalInterface
    public interface Due {
        Optional<Owed> of(String workspace, Hold booking);
    }

    /// What a customer still has to pay.
    ///
    /// @param until until when; empty if that was not agreed
    public record Owed(Money amount, Optional<Instant> until) {}

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
            List<Attachments.Attached> attached, Optional<PaymentReads.Picture> picture) {}

    /// The template's data.
    public record View(
            String language, String direction, String subject, List<String> greeting,
            PaymentPart payment, List<Item> items, String referenceLabel, String reference,
            String total, PriceSummaryText summary, String owed, String link, String linkText,
            String workspace) {}

    /// What a mail says about money that is to be paid or goes back.
    ///
    /// @param notes    sentences, such as how much is refunded
    /// @param transfer the account and the reference for a bank transfer
    /// @param picture  what the QR code below it is; empty without one
    public record PaymentPart(List<String> notes, List<Row> transfer, String picture) {}

    public record Row(String label, String value) {}

    /// One item of the booking.
    ///
    /// @param when the time, or empty where none is known
    public record Item(String name, String detail, String when, String price) {}

    /// The present text of a mail; empty if a later mail says it better, or if the customer was
    /// forgotten.
    Optional<Written> write(StoredMail mail) {
        Optional<Hold> found = booked.engine().find(mail.workspace(), mail.hold());
        Optional<BookingNote> note = found.flatMap(BookingNote::of);
        if (found.isPresent() && mail.kind().isAboutPayment()) {
            return payment(mail, found.get(), note);
        }
        if (found.isEmpty() || note.isEmpty() || superseded(mail, found.get())) {
            return Optional.empty();
        }
        return Optional.of(new Writing(mail, found.get(), note.get().contact(),
                Optional.empty()).written());
    }

    private Optional<Written> payment(StoredMail mail, Hold hold, Optional<BookingNote> note) {
        return mail.payment().flatMap(id -> booked.payments().payment(mail.workspace(), id))
                .filter(paid -> !overtaken(mail, hold, paid))
                .map(paid -> new Writing(mail, hold, note.map(BookingNote::contact)
                        .or(paid::contact).orElse(Contact.NONE), Optional.of(paid)).written());
    }

    private static boolean overtaken(StoredMail mail, Hold hold, PaymentReads.Paid paid) {
        return switch (mail.kind()) {
            case TRANSFER, PAYMENT_LATE -> paid.progress() != PaymentReads.Progress.OPEN
                    || paid.transfer().isEmpty();
            case PAYMENT_FAILED -> paid.progress() != PaymentReads.Progress.FAILED
                    || hold instanceof Hold.Booked;
            case PAYMENT_OWED -> paid.progress() != PaymentReads.Progress.OWED
                    || !(hold instanceof Hold.Booked);
            case REST_PAID -> paid.progress() != PaymentReads.Progress.PAID
                    || !(hold instanceof Hold.Booked);
            case REFUNDED -> paid.refunds().stream().noneMatch(each -> mail.isAbout(each.id()));
            case PAID_LATE -> paid.refunds().isEmpty();
            case BOOKED, EXCHANGED, MOVED, CANCELLED, REMINDER, STAFF_COPY -> true;
        };
    }

    /// A mail about a version of the booking, or about a start, that is not its present one.
    private boolean superseded(StoredMail mail, Hold hold) {
        boolean over = !(hold instanceof Hold.Booked);
        return switch (mail.kind()) {
            case BOOKED, EXCHANGED -> over || mail.version() < hold.version();
            case STAFF_COPY -> mail.version() < hold.version();
            case CANCELLED -> !over;
            case MOVED -> over;
            case TRANSFER, PAYMENT_LATE, PAYMENT_FAILED, PAYMENT_OWED, PAID_LATE, REFUNDED,
                    REST_PAID ->
                    true;
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
        private final Optional<PaymentReads.Paid> paid;
        private final Optional<PaymentReads.EventOff> off;

        Writing(StoredMail mail, Hold hold, Contact contact,
                Optional<PaymentReads.Paid> paid) {
            this.paid = paid;
            this.off = mail.kind() == MailKind.CANCELLED
                    ? booked.payments().eventOff(mail.workspace(), hold.id()) : Optional.empty();
            this.mail = mail;
            this.hold = hold;
            this.contact = contact;
            this.language = language(contact.language());
            this.lines = booked.priced().lines(mail.workspace(), hold).stream()
                    .map(line -> line.in(language.word())).toList();
            this.summary = booked.priced().summary(mail.workspace(), hold);
            this.terms = booked.catalog().find(mail.workspace(), MailTerms.ID, MailTerms.class)
                    .map(Versioned::entry).orElse(MailTerms.USUAL);
            this.workspace = booked.catalog().find(mail.workspace(), Terms.ID, Terms.class)
                    .map(Versioned::entry).orElse(Terms.USUAL).in(language.word()).name();
        }

        /// The customer's language with the region's formats, as in `de-AT`, if it has texts.
        private Language language(Optional<String> given) {
            Optional<String> known = given.map(tag -> Locale.forLanguageTag(tag).getLanguage())
                    .filter(Languages.ALL::contains);
            return languages.of(known, known.isPresent() ? given.orElse("") : "");
        }

        Written written() {
            Optional<MailTerms.Text> own = terms.text(usual(), language.word());
            String subject = filled(own.flatMap(MailTerms.Text::subject)
                    .orElseGet(() -> language.say("mail." + usual() + ".subject")));
            String greeting = filled(own.flatMap(MailTerms.Text::greeting)
                    .orElseGet(() -> language.say("mail." + usual() + ".greeting")));
            Optional<String> link = link();
            View view = new View(language.tag(), language.direction(), subject,
                    greeting.lines().filter(line -> !line.isBlank()).toList(), payment(), items(),
                    language.say("booking.reference.label"), isBooking()
                            ? References.of(hold.id()) : "",
                    total(), PriceSummaryText.of(language, summary), owed(), link.orElse(""),
                    language.say(isBooking() ? "mail.link" : "mail.pay.link"), workspace);
            StringOutput html = new StringOutput(4_096);
            templates.render(MailWriter.class.getName().replace('.', '/') + ".jte", view, html);
            boolean files = mail.kind() != MailKind.STAFF_COPY && paid.isEmpty();
            return new Written(workspace, terms.replyTo(), to(), subject, language.tag(),
                    MailText.of(view), html.toString(), files ? calendars() : List.of(),
                    files && hold instanceof Hold.Booked ? sender.attachments()
                            .of(mail.workspace(), hold, language) : List.of(),
                    transfer().map(PaymentReads.Transfer::code));
        }

        /// A hold that is paid or was to be paid may not be a booking.
        private boolean isBooking() {
            return BookingNote.of(hold).isPresent();
        }

        private Optional<PaymentReads.Transfer> transfer() {
            return mail.kind() == MailKind.TRANSFER || mail.kind() == MailKind.PAYMENT_LATE
                    ? paid.flatMap(PaymentReads.Paid::transfer) : Optional.empty();
        }

        private PaymentPart payment() {
            List<String> notes = new ArrayList<>();
            off.flatMap(PaymentReads.EventOff::message).ifPresent(notes::add);
            itemOff().ifPresent(item -> {
                notes.add(language.say("mail.itemCancelled", booked.priced().entry(
                        mail.workspace(), item.sold())
                        .map(entry -> entry.in(language.word()).name()).orElse("")));
                if (item.fee().amount() > 0) {
                    notes.add(language.say("mail.itemFee", language.money(item.fee())));
                }
            });
            refunds().forEach(each -> notes.add(language.say(
                    "mail.refund." + each.way().name().toLowerCase(Locale.ROOT),
                    language.money(each.amount()))));
            if (mail.kind() == MailKind.REST_PAID) {
                notes.add(language.say("mail.rest.paid",
                        language.money(paid.orElseThrow().amount())));
            }
            List<Row> rows = new ArrayList<>();
            transfer().ifPresent(account -> {
                rows.add(row("amount", language.money(paid.orElseThrow().amount())));
                rows.add(row("holder", account.holder()));
                rows.add(row("iban", account.iban().replaceAll("(.{4})(?!$)", "$1 ")));
                if (!account.bic().isEmpty()) {
                    rows.add(row("bic", account.bic()));
                }
                rows.add(row("reference", account.reference()));
                rows.add(row("until", language.moment(account.until().atZone(zone()))));
            });
            return new PaymentPart(notes, rows,
                    rows.isEmpty() ? "" : language.say("pay.transfer.qr"));
        }

        private Optional<PaymentReads.ItemOff> itemOff() {
            return mail.kind() == MailKind.EXCHANGED ? booked.payments().itemOff(
                    mail.workspace(), hold.id(), hold.version()) : Optional.empty();
        }

        private Row row(String name, String value) {
            return new Row(language.say("pay.transfer." + name), value);
        }

        private ZoneId zone() {
            return lines.isEmpty() ? ZoneOffset.UTC
                    : times.start(mail.workspace(), lines.getFirst()).getZone();
        }

        private List<PaymentReads.Refund> refunds() {
            return switch (mail.kind()) {
                case CANCELLED -> booked.payments().atCancel(mail.workspace(), hold);
                case REFUNDED -> paid.orElseThrow().refunds().stream()
                        .filter(each -> mail.isAbout(each.id())).toList();
                case PAID_LATE -> paid.orElseThrow().refunds();
                case EXCHANGED -> itemOff().map(PaymentReads.ItemOff::refunds).orElse(List.of());
                case BOOKED, MOVED, REMINDER, STAFF_COPY, TRANSFER, PAYMENT_LATE, PAYMENT_FAILED,
                        PAYMENT_OWED, REST_PAID ->
                        List.of();
            };
        }

        /// The index has addresses in lower case; the customer's own spelling is used.
        private String to() {
            return contact.email().filter(each -> each.equalsIgnoreCase(mail.recipient()))
                    .orElse(mail.recipient());
        }

        private String usual() {
            return switch (mail.kind()) {
                case STAFF_COPY -> hold instanceof Hold.Booked ? "staffCopy"
                        : "staffCopyCancelled";
                case CANCELLED -> off.isPresent() ? "eventCancelled" : "cancelled";
                // What it paid for is booked by another payment.
                case PAID_LATE -> hold instanceof Hold.Booked ? "paidTwice" : "paidLate";
                case TRANSFER -> isRest() ? "restTransfer" : mail.kind().word();
                case PAYMENT_LATE -> isRest() ? "restLate" : mail.kind().word();
                case BOOKED, EXCHANGED, MOVED, REMINDER, PAYMENT_FAILED, PAYMENT_OWED, REFUNDED,
                        REST_PAID ->
                        mail.kind().word();
            };
        }

        private boolean isRest() {
            return paid.filter(PaymentReads.Paid::rest).isPresent();
        }

        private String filled(String text) {
            return new MailText.Filling(contact.name().orElse(""),
                    transfer().map(PaymentReads.Transfer::reference)
                            .orElseGet(() -> References.of(hold.id())),
                    lines.isEmpty() ? "" : lines.getFirst().name(), workspace).in(text);
        }

        /// The customer's link; staff have the desk.
        private Optional<String> link() {
            if (mail.kind() == MailKind.STAFF_COPY) {
                return Optional.empty();
            }
            String path = (mail.workspace().equals(FIRST) ? "" : "/w/" + mail.workspace())
                    + (isBooking() ? "/booking/" : "/pay/") + hold.id() + "?word="
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
                        .map(calendar -> calendar.entry().in(language.word()).name())
                        .collect(Collectors.joining(" · "));
            };
        }

        private String total() {
            return summary.total().map(language::money)
                    .map(sum -> language.say("mail.total", sum)).orElse("");
        }

        private String owed() {
            return booked.due().of(mail.workspace(), hold).map(owed -> {
                String sum = language.money(owed.amount());
                return owed.until().map(until -> language.say("mail.owed.until", sum,
                        language.moment(until.atZone(zone()))))
                        .orElseGet(() -> language.say("mail.owed", sum));
            }).orElse("");
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
            itemOff().ifPresent(item -> removed(item, sequence).ifPresent(files::add));
            return files;
        }

        /// The entries are numbered as the items are, so those with the last numbers are gone.
        private Optional<CalendarFile> removed(PaymentReads.ItemOff item, long sequence) {
            CatalogEntry sold = booked.priced().entry(mail.workspace(), item.sold()).orElse(null);
            ZonedDateTime start;
            ZonedDateTime end;
            if (sold instanceof Event event) {
                start = event.when().start().atZoneSameInstant(event.when().zone());
                end = event.when().end().atZoneSameInstant(event.when().zone());
            } else if (sold instanceof Service service
                    && item.item() instanceof holdfast.server.booking.Item.Visit visit) {
                start = visit.start().toZonedDateTime();
                end = start.plus(service.times().duration());
            } else {
                return Optional.empty();
            }
            CalendarFile file = new CalendarFile(
                    Method.CANCEL, booked.engine().now(), sequence, true);
            for (int at = lines.size(); at < lines.size() + item.count(); at++) {
                file.add(new CalendarFile.Entry(BookingTimes.id(hold, at), start, end,
                        sold.in(language.word()).name(),
                        language.say("booking.reference", References.of(hold.id())),
                        Optional.empty(), Optional.of(
                                new CalendarFile.Parties(sender.address(), to()))));
            }
            return Optional.of(file);
        }

        private CalendarFile.Entry entry(int at, Optional<CalendarFile.Parties> parties) {
            PricedHolds.Line line = lines.get(at);
            ZonedDateTime start = times.start(mail.workspace(), line);
            return new CalendarFile.Entry(BookingTimes.id(hold, at), start,
                    times.end(mail.workspace(), line), line.name(), detail(line) + "\n"
                            + language.say("booking.reference", References.of(hold.id()))
                            + link().map(each -> "\n" + each).orElse(""),
                    times.place(mail.workspace(), line).map(Location::whole), parties);
        }
    }
}
