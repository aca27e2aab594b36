package holdfast.audit;

import holdfast.Effect;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One inventory, rebuilt from its journal line by line. Its promises are checked after each line:
/// never more places than the capacity, one holder for a seat, no overlap in a lane. It keeps the
/// holders of seats and times, and only the number of places.
final class RebuiltInventory {
    private static final String ORDER = "the journal has no gaps";
    static final String MOVES = "the journal's moves fit together";

    final InventoryRow.Key key;
    private final AuditFindings findings;
    private final VersionSequence versions;
    private final Map<String, String> seats = new HashMap<>();
    private final Map<Integer, NavigableMap<Instant, Taken>> lanes = new HashMap<>();
    private @Nullable String definition;
    private String seatsDigest = "";
    private long capacity;
    private long taken;
    private long lines;

    private record Taken(Instant to, String hold) {}

    /// @param start the state from which the journal is read; null for its beginning
    RebuiltInventory(
            InventoryRow.Key key, InventoryRow.@Nullable State start, ArchivedGaps archived,
            AuditFindings findings) {
        this.key = key;
        this.findings = findings;
        this.versions = new VersionSequence(
                key, archived, start == null ? 0 : start.version());
        if (start != null) {
            taken = start.taken();
            definition = start.definition();
            capacity = capacity(start.definition());
        }
    }

    VersionSequence versions() {
        return versions;
    }

    /// The definition by the journal; empty where the journal has none.
    Optional<String> definition() {
        return Optional.ofNullable(definition);
    }

    /// The places taken from a pool.
    long taken() {
        return taken;
    }

    long lines() {
        return lines;
    }

    void apply(AuditedLine line) throws SQLException {
        lines++;
        long before = versions.version();
        if (!versions.advance(line.version())) {
            findings.add(ORDER, key.inventory(), "after " + before + " comes " + line.version());
        }
        try {
            follow(line);
        } catch (RuntimeException unreadable) {
            findings.add(AuditFindings.READABLE, key.inventory(), "version " + line.version()
                    + " of its journal cannot be read");
        }
    }

    private void follow(AuditedLine line) {
        if (line.effect() == Effect.OFFER) {
            define(line);
            return;
        }
        switch (Allotment.parse(line.claim())) {
            case Allotment.Places places -> count(line, places.quantity());
            case Allotment.Seats some -> some.names().forEach(seat -> seat(line, seat));
            case Allotment.Stretch stretch -> time(line, stretch);
        }
    }

    private void define(AuditedLine line) {
        definition = line.claim();
        if (key.kind().equals("capacity")) {
            capacity = capacity(line.claim());
            bounds(line);
        } else if (key.kind().equals("seats")) {
            // Without the digest the map keeps the seats it had.
            String[] words = line.claim().split(" ", -1);
            seatsDigest = words.length > 2 ? words[2] : seatsDigest;
            definition = words[0] + " " + words[1] + " " + seatsDigest;
        }
    }

    private static long capacity(String definition) {
        return Long.parseLong(definition.split(" ", -1)[1]);
    }

    private void count(AuditedLine line, long quantity) {
        switch (line.effect()) {
            case TAKE -> taken += quantity;
            case GIVE -> taken -= quantity;
            case KEEP, OFFER -> {}
        }
        bounds(line);
    }

    private void bounds(AuditedLine line) {
        if (taken > capacity || taken < 0) {
            wrong(line, taken + " taken of " + capacity);
        }
    }

    private void seat(AuditedLine line, String seat) {
        String holder = line.effect() == Effect.GIVE ? seats.remove(seat)
                : seats.put(seat, line.hold());
        held(line, "seat " + seat, holder);
    }

    private void time(AuditedLine line, Allotment.Stretch stretch) {
        NavigableMap<Instant, Taken> lane =
                lanes.computeIfAbsent(stretch.lane(), id -> new TreeMap<>());
        Instant from = stretch.occupied().from();
        Instant to = stretch.occupied().to();
        if (line.effect() == Effect.TAKE) {
            Map.Entry<Instant, Taken> before = lane.lowerEntry(to);
            if (before != null && before.getValue().to.isAfter(from)) {
                wrong(line, "lane " + stretch.lane() + " was taken until " + before.getValue().to);
            }
            lane.put(from, new Taken(to, line.hold()));
            return;
        }
        Taken held = line.effect() == Effect.GIVE ? lane.remove(from) : lane.get(from);
        held(line, "lane " + stretch.lane() + " from " + from,
                held != null && held.to.equals(to) ? held.hold : null);
    }

    /// Compares the holder before a line with what the line does.
    private void held(AuditedLine line, String what, @Nullable String holder) {
        if (line.effect() == Effect.TAKE) {
            if (holder != null) {
                wrong(line, what + " was taken by " + holder);
            }
        } else if (!line.hold().equals(holder)) {
            wrong(line, what + (holder == null ? " was not taken" : " was taken by " + holder));
        }
    }

    private void wrong(AuditedLine line, String detail) {
        wrong(findings, line, detail);
    }

    static void wrong(AuditFindings findings, AuditedLine line, String detail) {
        findings.add(MOVES, line.key().inventory(), "version " + line.version() + " ("
                + ColumnText.of(line.verb()) + " " + line.hold() + "): " + detail);
    }
}
