package holdfast.server.availability;

import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The state of an event at one moment. It is immutable, and encoded once for all readers.
public final class Snapshot {
    /// Up to this size a seat map is sent by names, unless the client asks otherwise.
    static final int FEW = 2_000;
    private static final String[] WORDS = {"free", "held", "booked", "blocked"};

    private final long version;
    private final String chart;
    private final List<AreaState> areas;
    private final List<PoolState> places;
    private final String tag;
    private final Packet names = new Packet(() -> write(true));
    private final Packet packed = new Packet(() -> write(false));

    /// One area of seats. Not a record, because records compare arrays by identity.
    static final class AreaState {
        final EventShape.SeatedArea layout;
        final byte[] states;
        private final long free;

        AreaState(EventShape.SeatedArea layout, byte[] states) {
            this.layout = layout;
            this.states = states;
            long count = 0;
            for (byte state : states) {
                count += state == SeatMapReplica.FREE ? 1 : 0;
            }
            this.free = count;
        }
    }

    /// The number of seats, and how many are free.
    public record Count(long capacity, long free) {}

    /// The places of an area, or of a tier with its own capacity.
    ///
    /// @param tier empty for the area itself
    public Optional<Count> count(String area, String tier) {
        Optional<Count> seats = areas.stream()
                .filter(each -> tier.isEmpty() && each.layout.area().equals(area)).findFirst()
                .map(each -> new Count(each.states.length, each.free));
        return seats.or(() -> places.stream()
                .filter(each -> each.counter().area().equals(area)
                        && each.counter().tier().equals(tier))
                .findFirst()
                .map(each -> new Count(each.capacity(), each.free())));
    }

    Snapshot(long version, String chart, List<AreaState> areas, List<PoolState> places) {
        this.version = version;
        this.chart = chart;
        this.areas = List.copyOf(areas);
        this.places = List.copyOf(places);
        this.tag = tag(version, chart, areas, places);
    }

    /// Equal states have equal tags on every node.
    private static String tag(
            long version, String chart, List<AreaState> areas, List<PoolState> places) {
        CRC32C sum = new CRC32C();
        areas.forEach(area -> sum.update(area.states));
        int rest = places.hashCode() * 31 + chart.hashCode();
        return version + "-" + Long.toHexString(sum.getValue()) + Integer.toHexString(rest);
    }

    /// The version by {@link EventVersions}. It only grows, and the same number is the same state,
    /// except for expired holds.
    public long version() {
        return version;
    }

    /// The ETag: it differs for states that look different.
    public String tag() {
        return tag;
    }

    public boolean small() {
        return areas.stream().mapToInt(area -> area.states.length).sum() <= FEW;
    }

    /// Every seat by its name.
    public Packet names() {
        return names;
    }

    /// Two bits for each seat, in the order of the chart.
    public Packet packed() {
        return packed;
    }

    Packet usual() {
        return small() ? names : packed;
    }

    private byte[] write(boolean byName) {
        return Json.object(json -> {
            json.put("version", version).put("chart", chart)
                    .put("format", byName ? "names" : "packed");
            json.array("areas", areas, (out, area) -> {
                out.put("id", area.layout.area());
                counts(out, area.states);
                if (byName) {
                    out.object("seats", seats -> {
                        for (int at = 0; at < area.states.length; at++) {
                            seats.put(area.layout.names().get(at), WORDS[area.states[at]]);
                        }
                    });
                } else {
                    out.put("states", packed(area.states));
                }
            });
            places(json, places);
        });
    }

    private static void counts(Json json, byte[] states) {
        long[] counts = new long[WORDS.length];
        for (byte state : states) {
            counts[state]++;
        }
        json.put("capacity", states.length);
        for (int at = 0; at < WORDS.length; at++) {
            json.put(WORDS[at], counts[at]);
        }
    }

    private static String packed(byte[] states) {
        byte[] bits = new byte[(states.length + 3) / 4];
        for (int at = 0; at < states.length; at++) {
            bits[at / 4] |= (byte) (states[at] << (6 - at % 4 * 2));
        }
        return Base64.getEncoder().encodeToString(bits);
    }

    private static void places(Json json, List<PoolState> all) {
        json.array("places", all, (out, each) -> {
            out.put("id", each.counter().area());
            if (!each.counter().tier().isEmpty()) {
                out.put("tier", each.counter().tier());
            }
            out.put("onSale", each.onSale()).put("capacity", each.capacity())
                    .put("free", each.free());
        });
    }

    /// The changes to send: these seats, and places with another count than before.
    byte[] changes(List<BitSet> touched, List<PoolState> before) {
        List<Integer> changed = new ArrayList<>();
        for (int at = 0; at < areas.size(); at++) {
            if (!touched.get(at).isEmpty()) {
                changed.add(at);
            }
        }
        List<PoolState> moved = places.stream().filter(each -> !before.contains(each)).toList();
        return Json.object(json -> {
            json.put("version", version);
            json.array("areas", changed, (out, at) -> {
                AreaState area = areas.get(at);
                out.put("id", area.layout.area());
                out.object("seats", seats -> touched.get(at).stream().forEach(number -> seats
                        .put(area.layout.names().get(number), WORDS[area.states[number]])));
            });
            places(json, moved);
        });
    }

    List<PoolState> places() {
        return places;
    }
}
