package holdfast.server.desk;

import holdfast.HoldfastReads;
import holdfast.server.auth.Access;
import holdfast.server.catalog.Catalog;
import holdfast.server.http.Route;
import holdfast.server.tickets.CheckIns;
import holdfast.server.tickets.DoorLists;
import holdfast.server.tickets.DoorTable;
import holdfast.server.web.Assets;
import holdfast.server.web.CsrfGuard;
import java.util.List;

/// All pages of the desk.
public final class DeskPages {
    private final DeskRoutes desk;
    private final List<DeskSection> sections;

    /// How staff sign in.
    ///
    /// @param secure whether browsers reach the server by HTTPS
    /// @param demo   whether visitors may sign in with one click
    public record StaffAccess(Access access, boolean secure, CsrfGuard guard, boolean demo) {}

    /// What the pages read.
    public record Reads(
            HoldfastReads engine, Catalog catalog, DoorTable doors, DoorLists lists) {}

    /// Wires the pages.
    ///
    /// @param api the routes of the server, among them those of the API
    public DeskPages(StaffAccess access, Reads reads, CheckIns checkIns, Assets assets,
            List<Route> api) {
        desk = new DeskRoutes(access, reads.catalog(), assets, new DeskApi(api));
        sections = List.of(new SignInPages(desk), new SetUpPages(desk),
                new ShopSetUp(reads.catalog()), new FirstOffer(),
                new FirstEvent(reads.catalog()), new FirstService(reads.catalog()),
                new TodayPage(reads.engine()),
                new EventsPage(reads.catalog(), reads.engine()),
                new EventEditor(reads.catalog()),
                new EventOverview(reads.catalog(), reads.engine()), new EventCopying(),
                new EventCancelPage(), new VenuesPage(reads.catalog()),
                new ServicesPage(reads.catalog()), new ServiceEditor(reads.catalog()),
                new CalendarEditor(reads.catalog()),
                new ShopSettings(reads.catalog()), new StaffSettings(), new KeySettings(),
                new MoreSettings(reads.catalog(), reads.engine()),
                new PaymentSettings(), new WebhookSettings(reads.catalog()), new MailDesk(),
                new MailLog(reads.catalog()), new CodeSettings(reads.catalog()),
                new WebsiteSettings(), new ReportsPage(reads.catalog(), reads.engine()),
                new DoorPage(reads.catalog()), new JumpPage(reads.catalog()),
                new BoxOffice(reads.engine()), new BookingList(reads.engine()),
                new BookingDesk(reads.engine()),
                new CustomerPage(reads.engine()),
                new MovePage(reads.engine()), new MoneyPage(), new ScanPages(reads, checkIns),
                new DayBoard(reads.catalog()), new BoardBooking(reads.catalog()),
                new BoardVisit(reads.catalog()), new BoardBlocks(reads.catalog()),
                new BoardMonth(reads.catalog()));
    }

    public List<Route> routes() {
        return sections.stream().map(section -> section.routes(desk)).flatMap(List::stream)
                .toList();
    }
}
