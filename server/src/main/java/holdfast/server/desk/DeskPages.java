package holdfast.server.desk;

import holdfast.Hold;
import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.server.auth.Access;
import holdfast.server.auth.Credentials;
import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import holdfast.server.auth.Sessions;
import holdfast.server.auth.SignIn;
import holdfast.server.auth.Workspaces;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.References;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Versioned;
import holdfast.server.http.Problem;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.tickets.CheckIn;
import holdfast.server.tickets.CheckInOutcome;
import holdfast.server.tickets.CheckIns;
import holdfast.server.tickets.Door;
import holdfast.server.tickets.DoorLists;
import holdfast.server.tickets.DoorTable;
import holdfast.server.tickets.Scan;
import holdfast.server.tickets.Ticket;
import holdfast.server.web.Assets;
import holdfast.server.web.Cookies;
import holdfast.server.web.CsrfGuard;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.server.web.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The pages of the door: sign in, choose an event, scan. They work without scripts.
public final class DeskPages {
    private static final Duration BEFORE = Duration.ofDays(30);
    private static final Duration AFTER = Duration.ofHours(12);
    private static final String LANGUAGE = "holdfast_language";
    /// The camera is for this page only.
    private static final String POLICY = "camera=(self), microphone=(), geolocation=()";

    private final StaffAccess signIn;
    private final Reads reads;
    private final CheckIns checkIns;
    private final Assets assets;
    private final Pages pages = new Pages();
    private final Languages languages = new Languages("messages");

    /// How staff sign in.
    ///
    /// @param secure whether browsers reach the server by HTTPS
    public record StaffAccess(Access access, boolean secure, CsrfGuard guard) {}

    /// What the pages read.
    public record Reads(
            HoldfastReads engine, Catalog catalog, DoorTable doors, DoorLists lists) {}

    public DeskPages(StaffAccess signIn, Reads reads, CheckIns checkIns, Assets assets) {
        this.signIn = signIn;
        this.reads = reads;
        this.checkIns = checkIns;
        this.assets = assets;
    }

    public List<Route> routes() {
        return List.of(
                page("GET", "/desk/scan", "scanPage", "Scan tickets.", this::scanPage),
                page("POST", "/desk/scan", "scanTicket", "Scan one ticket.", this::scan),
                page("POST", "/desk/undo", "undoScan", "Take an entry back.", this::undo),
                page("POST", "/desk/sign-in", "signInToDesk", "Sign in.", this::signIn),
                page("POST", "/desk/sign-out", "signOutOfDesk", "Sign out.", this::signOut));
    }

    private static Route page(
            String method, String path, String name, String about, Route.Handler handler) {
        return new Route(method, path, Permission.NONE, name, about, handler);
    }

    /// Who signed in.
    private record Staff(Principal who, String secret) {
        String workspace() {
            return who.workspace();
        }
    }

    private Optional<Staff> staff(Request request) {
        return Credentials.of(Optional.empty(), request.header("Cookie"), signIn.secure())
                .filter(sent -> Sessions.looksLikeOne(sent.secret()))
                .flatMap(sent -> signIn.access().sessions().find(sent.secret())
                        .map(session -> new Staff(session.identity().who(), sent.secret())))
                .filter(staff -> staff.who().may(Permission.DOOR)
                        && staff.who().right() != Permission.READ);
    }

    private Language language(Request request) {
        return languages.of(Cookies.read(request, LANGUAGE),
                request.header("Accept-Language").orElse(""));
    }

    private String token(Staff staff) {
        return signIn.guard().token(staff.workspace(), staff.secret());
    }

    private Response show(Request request, int status, Optional<Staff> staff, Class<?> beside,
            Object view) {
        Language language = language(request);
        DeskFrame frame = new DeskFrame(language, assets, language.say("scan.title"),
                staff.map(each -> each.who().name()).orElse(""),
                staff.map(this::token).orElse(""));
        return pages.page(request, status, beside, Map.of("frame", frame, "view", view))
                .header("Permissions-Policy", POLICY);
    }

    private Response signInPage(Request request, int status, String problem, String email) {
        return show(request, status, Optional.empty(), SignInPage.class, new SignInPage.View(
                request.query("workspace", 63).orElse(Workspaces.FIRST), problem, email));
    }

    private Response signIn(Request request) {
        Form form = Form.read(request);
        // Otherwise a page elsewhere could sign its visitors in to an account of its choice.
        if (!CsrfGuard.fromHere(request)) {
            throw Problem.forbidden("The form must be one of this server's own pages.");
        }
        String email = form.first("email").orElse("");
        try {
            SignIn.Outcome outcome = signIn.access().signIn().in(new SignIn.Attempt(
                    form.first("workspace").orElse(Workspaces.FIRST), email,
                    form.first("password").orElse(""), request.address()));
            return switch (outcome) {
                case SignIn.Outcome.Success in -> Pages.seeOther("/desk/scan")
                        .header("Set-Cookie", Credentials.cookie(in.session().token(),
                                Sessions.longest(), signIn.secure()));
                case SignIn.Outcome.WrongCredentials _ ->
                        signInPage(request, 401, "desk.signIn.wrong", email);
                case SignIn.Outcome.TooOften _ ->
                        signInPage(request, 429, "desk.signIn.often", email);
                case SignIn.Outcome.Busy _ -> signInPage(request, 503, "trouble.busy", email);
            };
        } catch (Invalid odd) {
            return signInPage(request, 401, "desk.signIn.wrong", email);
        }
    }

    private Response signOut(Request request) {
        Optional<Staff> staff = staff(request);
        Form form = Form.read(request);
        if (staff.isPresent() && ours(request, staff.get(), form)) {
            signIn.access().sessions().close(staff.get().secret());
        }
        return Pages.seeOther("/desk/scan").header("Set-Cookie",
                Credentials.cookie("", Duration.ZERO, signIn.secure()));
    }

    private boolean ours(Request request, Staff staff, Form form) {
        return signIn.guard().ours(
                request, staff.workspace(), Optional.of(staff.secret()), form);
    }

    private Response scanPage(Request request) {
        Optional<Staff> staff = staff(request);
        if (staff.isEmpty()) {
            request.onlyQuery("event", "door", "workspace");
            return signInPage(request, 200, "", "");
        }
        return scanPage(request, staff.get(), request.query("event"),
                new At(request.query("door").orElse(""), false), Optional.empty());
    }

    /// Where the scanner stands.
    private record At(String door, boolean out) {}

    private Response scanPage(Request request, Staff staff, Optional<String> event, At at,
            Optional<ScanPage.Result> result) {
        Language language = language(request);
        Optional<ScanPage.Scanner> scanner = event
                .flatMap(id -> reads.catalog().find(staff.workspace(), id, Event.class))
                .map(found -> scanner(staff, found, at, language));
        return show(request, 200, Optional.of(staff), ScanPage.class, new ScanPage.View(
                scanner.isPresent() ? List.of() : events(staff, language), scanner,
                RandomIds.next("scan_"), result));
    }

    private List<ScanPage.Choice> events(Staff staff, Language language) {
        Instant now = reads.engine().now();
        return reads.catalog().all(staff.workspace(), Event.class).stream()
                .filter(event -> event.entry().when().start().toInstant()
                        .isBefore(now.plus(BEFORE)))
                .filter(event -> event.entry().when().end().toInstant()
                        .isAfter(now.minus(AFTER)))
                .sorted(Comparator.comparing(
                        (Versioned<Event> event) -> event.entry().when().start().toInstant()))
                .map(event -> choice(event, language)).toList();
    }

    private static ScanPage.Choice choice(Versioned<Event> event, Language language) {
        ZonedDateTime start = event.entry().when().start()
                .atZoneSameInstant(event.entry().when().zone());
        return new ScanPage.Choice(event.id(), event.entry().name(), language.moment(start));
    }

    private ScanPage.Scanner scanner(
            Staff staff, Versioned<Event> event, At at, Language language) {
        List<Door> doors = reads.doors().of(staff.workspace(), event.id());
        String door = at.door().isEmpty() && !doors.isEmpty()
                ? doors.getFirst().id() : at.door();
        return new ScanPage.Scanner(choice(event, language), doors, door, at.out(),
                reads.lists().counts(staff.workspace(), event.id()));
    }

    private Response scan(Request request) {
        Optional<Staff> staff = staff(request);
        if (staff.isEmpty()) {
            return signInPage(request, 401, "", "");
        }
        Form form = Form.read(request);
        if (!ours(request, staff.get(), form)) {
            throw Problem.forbidden("The form must be one of this server's own pages.");
        }
        String event = form.must("event");
        boolean out = form.first("direction").orElse("in").equals("out");
        At at = new At(form.first("door").orElse(""), out);
        String code = form.first("code").orElse("");
        CheckInOutcome outcome = checkIns.redeem(staff.get().workspace(), new Scan(
                form.must("nonce"), which(code),
                new Scan.Place(Optional.of(event), at.door()),
                new Scan.Manner(out ? Scan.Direction.OUT : Scan.Direction.IN,
                        form.first("force").isPresent(), Optional.empty()),
                staff.get().who().name()));
        return scanPage(request, staff.get(), Optional.of(event), at, Optional.of(
                result(staff.get().workspace(), outcome, code, language(request))));
    }

    private static Scan.Which which(String code) {
        return code.startsWith("tkt_") ? new Scan.Which.Id(code) : new Scan.Which.Code(code);
    }

    private Response undo(Request request) {
        Optional<Staff> staff = staff(request);
        if (staff.isEmpty()) {
            return signInPage(request, 401, "", "");
        }
        Form form = Form.read(request);
        if (!ours(request, staff.get(), form)) {
            throw Problem.forbidden("The form must be one of this server's own pages.");
        }
        boolean done = checkIns.undo(staff.get().workspace(), form.must("entry"),
                staff.get().who().name()) instanceof CheckIns.Undone.Done;
        Language language = language(request);
        return scanPage(request, staff.get(), form.first("event"),
                new At(form.first("door").orElse(""), false),
                Optional.of(new ScanPage.Result(done, language.say(
                        done ? "scan.undone" : "scan.outcome.notInside"), List.of(), "", "")));
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
