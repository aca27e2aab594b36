package holdfast.server.desk;

import holdfast.Hold;
import holdfast.server.auth.Permission;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.References;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.tickets.CheckIn;
import holdfast.server.tickets.CheckInOutcome;
import holdfast.server.tickets.CheckIns;
import holdfast.server.tickets.Door;
import holdfast.server.tickets.Scan;
import holdfast.server.tickets.Ticket;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The pages of the door: choose an event, scan. They work without scripts.
final class ScanPages implements DeskSection {
    private static final Duration BEFORE = Duration.ofDays(30);
    private static final Duration AFTER = Duration.ofHours(12);
    /// The camera is for this page only.
    private static final String POLICY = "camera=(self), microphone=(), geolocation=()";

    private final DeskPages.Reads reads;
    private final CheckIns checkIns;

    ScanPages(DeskPages.Reads reads, CheckIns checkIns) {
        this.reads = reads;
        this.checkIns = checkIns;
    }

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get("/desk/scan", "scanPage", "Scan tickets.", DeskPlace.DOOR,
                        Permission.DOOR, this::scanPage),
                desk.post("/desk/scan", "scanTicket", "Scan one ticket.", DeskPlace.DOOR,
                        Permission.DOOR, this::scan),
                desk.post("/desk/undo", "undoScan", "Take an entry back.", DeskPlace.DOOR,
                        Permission.DOOR, this::undo));
    }

    private Response scanPage(DeskVisit visit) {
        return scanPage(visit, visit.request().query("event"),
                new At(visit.request().query("door").orElse(""), false), Optional.empty());
    }

    /// Where the scanner stands.
    private record At(String door, boolean out) {}

    private Response scanPage(DeskVisit visit, Optional<String> event, At at,
            Optional<ScanPage.Result> result) {
        Optional<ScanPage.Scanner> scanner = event
                .flatMap(id -> reads.catalog().find(visit.workspace(), id, Event.class))
                .map(found -> scanner(visit.workspace(), found, at, visit.language()));
        return visit.page(ScanPage.class, visit.say("scan.title"), new ScanPage.View(
                scanner.isPresent() ? List.of() : events(visit), scanner,
                RandomIds.next("scan_"), result)).header("Permissions-Policy", POLICY);
    }

    private List<ScanPage.Choice> events(DeskVisit visit) {
        Instant now = reads.engine().now();
        return reads.catalog().all(visit.workspace(), Event.class).stream()
                .filter(event -> event.entry().when().start().toInstant()
                        .isBefore(now.plus(BEFORE)))
                .filter(event -> event.entry().when().end().toInstant()
                        .isAfter(now.minus(AFTER)))
                .sorted(Comparator.comparing(
                        (Versioned<Event> event) -> event.entry().when().start().toInstant()))
                .map(event -> choice(event, visit.language())).toList();
    }

    private static ScanPage.Choice choice(Versioned<Event> event, Language language) {
        ZonedDateTime start = event.entry().when().start()
                .atZoneSameInstant(event.entry().when().zone());
        return new ScanPage.Choice(event.id(), event.entry().name(), language.moment(start));
    }

    private ScanPage.Scanner scanner(
            String workspace, Versioned<Event> event, At at, Language language) {
        List<Door> doors = reads.doors().of(workspace, event.id());
        String door = at.door().isEmpty() && !doors.isEmpty()
                ? doors.getFirst().id() : at.door();
        return new ScanPage.Scanner(choice(event, language), doors, door, at.out(),
                reads.lists().counts(workspace, event.id()));
    }

    private Response scan(DeskVisit visit) {
        Form form = visit.form();
        String event = form.must("event");
        boolean out = form.first("direction").orElse("in").equals("out");
        At at = new At(form.first("door").orElse(""), out);
        String code = form.first("code").orElse("");
        CheckInOutcome outcome = checkIns.redeem(visit.workspace(), new Scan(
                form.must("nonce"), which(code),
                new Scan.Place(Optional.of(event), at.door()),
                new Scan.Manner(out ? Scan.Direction.OUT : Scan.Direction.IN,
                        form.first("force").isPresent(), Optional.empty()),
                visit.staff().who().name()));
        return scanPage(visit, Optional.of(event), at, Optional.of(
                result(visit.workspace(), outcome, code, visit.language())));
    }

    private static Scan.Which which(String code) {
        return code.startsWith("tkt_") ? new Scan.Which.Id(code) : new Scan.Which.Code(code);
    }

    private Response undo(DeskVisit visit) {
        Form form = visit.form();
        boolean done = checkIns.undo(visit.workspace(), form.must("entry"),
                visit.staff().who().name()) instanceof CheckIns.Undone.Done;
        return scanPage(visit, form.first("event"), new At(form.first("door").orElse(""), false),
                Optional.of(new ScanPage.Result(done,
                        visit.say(done ? "scan.undone" : "scan.outcome.notInside"), List.of(),
                        "", "")));
    }

    private ScanPage.Result result(
            String workspace, CheckInOutcome outcome, String code, Language language) {
        return switch (outcome) {
            case CheckInOutcome.Passed passed -> new ScanPage.Result(true,
                    language.say(passed.checkIn().left().isPresent() ? "scan.outcome.out"
                            : "scan.outcome.ok"),
                    details(workspace, Optional.of(passed.ticket()), passed.booking(), language),
                    "", passed.checkIn().left().isPresent() ? "" : passed.checkIn().id());
            case CheckInOutcome.Refused refused -> new ScanPage.Result(false,
                    language.say("scan.outcome." + refused.reason().word()),
                    Stream.of(details(workspace, refused.ticket(), refused.booking(), language),
                            refused.earlier().map(earlier -> earlier(earlier,
                                    zone(workspace, refused.ticket()), language)).stream()
                                    .toList(),
                            refused.due().map(due -> language.say(
                                    "scan.due", language.money(due))).stream().toList())
                            .flatMap(List::stream).toList(),
                    refused.reason().forceable() ? code : "", "");
            case CheckInOutcome.Conflict conflict -> throw new IllegalStateException(
                    "a scan with a network became the conflict " + conflict.id());
        };
    }

    private static String earlier(CheckIn earlier, ZoneId zone, Language language) {
        return language.say("scan.earlier",
                language.time(earlier.in().at().atZone(zone).toLocalTime()),
                earlier.in().door(), earlier.in().author());
    }

    /// The zone in which the door tells the time.
    private ZoneId zone(String workspace, Optional<Ticket> ticket) {
        return ticket.flatMap(each -> reads.catalog().find(
                workspace, each.unit().subject(), Event.class))
                .map(event -> event.entry().when().zone()).orElse(ZoneOffset.UTC);
    }

    private List<String> details(
            String workspace, Optional<Ticket> ticket, Optional<Hold> booking,
            Language language) {
        List<String> details = new ArrayList<>();
        ticket.ifPresent(each -> {
            Optional<Event> event = reads.catalog().find(
                    workspace, each.unit().subject(), Event.class).map(Versioned::entry);
            String area = event.flatMap(one -> one.area(each.unit().area()))
                    .map(one -> one.card().name()).orElse(each.unit().area());
            String seat = each.seat().orElse(language.count("ticket.admits",
                    each.unit().admits()));
            details.add(area.isEmpty() ? seat : area + " · " + seat);
            String name = each.holder().map(Ticket.Holder::name)
                    .or(() -> booking.flatMap(BookingNote::of)
                            .flatMap(note -> note.contact().name()))
                    .orElse("");
            details.add(name.isEmpty() ? References.of(each.hold())
                    : name + " · " + References.of(each.hold()));
        });
        return details;
    }
}
