package holdfast.time;

import holdfast.Window;
import holdfast.claims.Allotment;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The claims on some calendars, in memory, by lane. In one lane no two periods overlap. So of the
/// claims that begin before a window, only the last one can reach into it.
final class OccupiedLanes {

    /// A claim on a stretch; `until` is null where there is no deadline.
    record Tenant(Allotment.Stretch allotment, String hold, @Nullable Instant until) {
        boolean expired(Instant now) {
            return until != null && !until.isAfter(now);
        }
    }

    private final Map<String, Map<Integer, NavigableMap<Instant, Tenant>>> lanes = new HashMap<>();

    void add(Tenant tenant) {
        lanes.computeIfAbsent(tenant.allotment.inventory(), calendar -> new HashMap<>())
                .computeIfAbsent(tenant.allotment.lane(), lane -> new TreeMap<>())
                .put(tenant.allotment.occupied().from(), tenant);
    }

    @Nullable
    Tenant remove(Allotment.Stretch allotment, String hold) {
        NavigableMap<Instant, Tenant> lane = lane(allotment.inventory(), allotment.lane());
        Tenant tenant = lane.get(allotment.occupied().from());
        if (tenant == null || !tenant.hold.equals(hold)) {
            return null;
        }
        lane.remove(allotment.occupied().from());
        return tenant;
    }

    /// The claims that overlap the window in that lane, expired or not.
    List<Tenant> meeting(String calendar, int lane, Window window) {
        NavigableMap<Instant, Tenant> all = lane(calendar, lane);
        Instant from = all.floorKey(window.from());
        NavigableMap<Instant, Tenant> near = all.subMap(
                from == null ? window.from() : from, true, window.to(), false);
        List<Tenant> meeting = new ArrayList<>();
        for (Tenant tenant : near.values()) {
            if (tenant.allotment.occupied().overlaps(window)) {
                meeting.add(tenant);
            }
        }
        return meeting;
    }

    boolean free(String calendar, int lane, Window window, Instant now) {
        return meeting(calendar, lane, window).stream().allMatch(tenant -> tenant.expired(now));
    }

    private NavigableMap<Instant, Tenant> lane(String calendar, int lane) {
        return lanes.getOrDefault(calendar, Map.of()).getOrDefault(lane, new TreeMap<>());
    }

    private static final String MEETING = """
            SELECT claim.calendar, claim.lane, lower(claim.period), upper(claim.period),
                   claim.hold, claim.item, claim.until,
                   claim.part, lower(claim.visit), upper(claim.visit)
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
                 AS wanted (calendar, lane, begins, ends)
            CROSS JOIN LATERAL (
                SELECT * FROM time_claim AS same
                WHERE same.workspace = ?
                  AND same.track = track(wanted.calendar, wanted.lane::integer)
                  AND same.period
                      && tstzrange(wanted.begins::timestamptz, wanted.ends::timestamptz)
                OFFSET 0) AS claim""";

    /// Queries all claims that meet the windows, overlapping windows joined. The query goes lane by
    /// lane, because that uses the exclusion constraint's index.
    static Pipeline.Answer<Tenant> ask(
            Pipeline pipeline,
            String workspace,
            Map<String, CalendarRow> calendars,
            Map<String, List<Window>> windows) {
        ColumnArrays columns = new ColumnArrays(4);
        windows.forEach((id, each) -> {
            CalendarRow calendar = calendars.get(id);
            int lanes = calendar == null ? 0 : calendar.lanes();
            for (Window window : joined(each)) {
                for (int lane = 0; lane < lanes; lane++) {
                    columns.row(id, lane, window.from(), window.to());
                }
            }
        });
        return pipeline.query(MEETING, OccupiedLanes::tenant, columns.before(workspace));
    }

    private static List<Window> joined(List<Window> windows) {
        NavigableMap<Instant, Window> joined = new TreeMap<>();
        for (Window window : windows) {
            Window all = window;
            while (true) {
                Map.Entry<Instant, Window> met = joined.lowerEntry(all.to());
                if (met == null || !met.getValue().overlaps(all)) {
                    break;
                }
                joined.remove(met.getKey());
                all = new Window(
                        earlier(all.from(), met.getKey()), later(all.to(), met.getValue().to()));
            }
            joined.put(all.from(), all);
        }
        return List.copyOf(joined.values());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Tenant tenant(ResultSet row) throws SQLException {
        Window period = new Window(Rows.certainly(row, 3), Rows.certainly(row, 4));
        Window visit = new Window(Rows.certainly(row, 9), Rows.certainly(row, 10));
        Allotment.Stretch allotment = new Allotment.Stretch(
                row.getString(1), row.getInt(6), row.getInt(8), row.getInt(2), period, visit);
        return new Tenant(allotment, row.getString(5), Rows.moment(row, 7));
    }

    static Map<String, List<Window>> windows() {
        return new LinkedHashMap<>();
    }
}
