package holdfast.bench.http;

import holdfast.bench.sale.CalendarSale;
import holdfast.bench.sale.HallSale;
import holdfast.bench.sale.HotPool;
import holdfast.bench.sale.WantedClaim;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Puts on sale what the clients of a run want.
public final class SaleCatalog {
    private static final String PRICE = """
            "price": {"amount": 3500, "currency": "EUR"}""";
    private static final int LONGEST_QUARTERS = 8;
    private static final int AHEAD = 1_000;

    private final CatalogClient staff;
    /// The API key that customers have.
    private final String customer;

    public SaleCatalog(CatalogClient staff, String customer) {
        this.staff = staff;
        this.customer = customer;
    }

    public CatalogClient staff() {
        return staff;
    }

    private HttpRequests words() {
        return new HttpRequests(customer);
    }

    private String event(String name, String area) {
        return staff.make("/v1/events", """
                {"name": "%s", "start": "2090-01-07T20:00:00Z", "end": "2090-01-07T22:00:00Z",
                 "timeZone": "UTC", "areas": [%s]}""".formatted(name, area));
    }

    private String pool(String name, int capacity) {
        return event(name, """
                {"id": "floor", "kind": "capacity", "capacity": %d, %s}"""
                .formatted(capacity, PRICE));
    }

    /// One pool that is never sold out; each client wants 1 to 4 places.
    public SaleTarget pool() {
        String event = pool("Hot", 1_000_000_000);
        return new SaleTarget(new HotPool(0).open("", 1), places(event));
    }

    /// One pool that is sold out.
    public SaleTarget soldOut() {
        String event = pool("Sold out", 10);
        staff.make("/v1/holds", "{\"items\":[" + place(event, 10) + "]}");
        return new SaleTarget(new HotPool(0).open("", 1), places(event));
    }

    /// The same requests for places as those of the pool, on another path.
    public SaleTarget pool(String path) {
        return new SaleTarget(new HotPool(0).open("", 1), places("evt_00000000000000000000", path));
    }

    private ClientProtocol places(String event) {
        return places(event, "/v1/holds");
    }

    /// All possible requests, built in advance.
    private ClientProtocol places(String event, String path) {
        List<byte[]> ready = IntStream.rangeClosed(0, 4).mapToObj(quantity -> words().post(
                path, HttpRequests.items(place(event, Math.max(1, quantity))))).toList();
        return wish -> ready.get((int) ((WantedClaim.Places) wish).quantity());
    }

    private static String place(String event, int quantity) {
        return "{\"kind\":\"capacity\",\"event\":\"" + event
                + "\",\"area\":\"floor\",\"quantity\":" + quantity + "}";
    }

    /// Makes an event with this many seats, and returns its id.
    public String seats(int rows, int seatsInRow) {
        return event("Hall", """
                {"id": "hall", "kind": "seats", %s, "rows": [%s]}""".formatted(
                PRICE, IntStream.rangeClosed(1, rows)
                        .mapToObj(row -> "{\"row\":\"" + row + "\",\"seats\":" + seatsInRow + "}")
                        .collect(Collectors.joining(","))));
    }

    /// Performances in a hall; when most of one is gone, clients want the next one.
    public SaleTarget hall(HallSale hall, int performances) {
        List<String> events = new ArrayList<>();
        for (int each = 0; each < performances; each++) {
            events.add(seats(hall.rows(), hall.seatsInRow()));
        }
        return new SaleTarget(hall.open("", performances), wish -> {
            WantedClaim.Seats seats = (WantedClaim.Seats) wish;
            int performance = Integer.parseInt(seats.seatMap().substring(HallSale.MAP.length()));
            return words().hold(named(events.get(performance - 1), seats.names()));
        });
    }

    private static String named(String event, List<String> names) {
        return "{\"kind\":\"seats\",\"event\":\"" + event + "\",\"area\":\"hall\",\"seats\":[\""
                + String.join("\",\"", names) + "\"]}";
    }

    /// Holds some seats of each row here and there, so that the map is not uniform.
    public void scatter(String event, int rows, int seatsInRow) {
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 1; row <= rows; row++) {
            String prefix = row + "-";
            List<String> names = IntStream.rangeClosed(1, seatsInRow)
                    .filter(seat -> random.nextInt(3) == 0)
                    .mapToObj(seat -> prefix + seat).toList();
            if (!names.isEmpty()) {
                staff.make("/v1/holds", "{\"items\":[" + named(event, names) + "]}");
            }
        }
    }

    /// Calendars on which each client wants 15 to 120 minutes, with a service of each length.
    public SaleTarget calendars(int count) {
        List<String> ids = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            ids.add(staff.make("/v1/calendars", """
                    {"name": "Calendar %d", "timeZone": "UTC"}""".formatted(each)));
        }
        List<String> services = new ArrayList<>();
        for (int quarters = 1; quarters <= LONGEST_QUARTERS; quarters++) {
            services.add(staff.make("/v1/services", """
                    {"name": "Service", "duration": "PT%dM", "step": "PT15M", "notice": "PT0S",
                     "horizon": "P%dD", %s, "needs": [{"anyOf": ["%s"]}]}""".formatted(
                    quarters * 15, AHEAD, PRICE, String.join("\",\"", ids))));
        }
        Instant first = LocalDate.now(ZoneOffset.UTC).plusDays(2)
                .atStartOfDay(ZoneOffset.UTC).toInstant();
        return new SaleTarget(new CalendarSale(count, first).open("", 1), wish -> {
            WantedClaim.Time time = (WantedClaim.Time) wish;
            Duration length = time.window().length();
            String with = ids.get(Integer.parseInt(time.calendar().substring(4)));
            return words().hold("{\"kind\":\"time\",\"service\":\""
                    + services.get((int) length.toMinutes() / 15 - 1) + "\",\"start\":\""
                    + time.window().from() + "\",\"with\":[\"" + with + "\"]}");
        });
    }
}
