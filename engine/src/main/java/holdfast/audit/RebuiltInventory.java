package holdfast.audit;

import holdfast.Effect;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One inventory, rebuilt from its journal line by line. All its promises are checked after each
/// line.
final class RebuiltInventory {
    private static final String ORDER = "the journal has no gaps";
    private static final String MOVES = "the journal's moves fit together";

    final String kind;
    final String inventory;
    private final ArchivedGaps archived;
    private final AuditFindings findings;
    private final Map<String, AuditedClaim> claims = new HashMap<>();
    private final Map<String, String> seats = new HashMap<>();
    private final Map<String, NavigableMap<String, String>> lanes = new HashMap<>();
    private @Nullable String definition;
    private String seatsDigest = "";
    private long version;
    private long capacity;
    private long taken;

    RebuiltInventory(
            String kind, String inventory, ArchivedGaps archived, AuditFindings findings) {
        this.archived = archived;
        this.kind = kind;
        this.inventory = inventory;
        this.findings = findings;
    }

    long version() {
        return version;
    }

    /// Whether the journal ends at this version, or what comes after it was archived.
    boolean endsAt(long last) throws SQLException {
        return version == last
                || (version < last && archived.have(kind, inventory, version + 1, last));
    }

    Map<String, AuditedClaim> claims() {
        return claims;
    }

    /// The definition by the journal; empty where the journal has none.
    Optional<String> definition() {
        return Optional.ofNullable(definition);
    }

    void apply(AuditedLine line) throws SQLException {
        if (line.version() != version + 1 && (line.version() <= version
                || !archived.have(kind, inventory, version + 1, line.version() - 1))) {
            findings.add(ORDER, inventory, "after " + version + " comes " + line.version());
        }
        version = line.version();
        try {
            follow(line);
        } catch (RuntimeException unreadable) {
            findings.add(AuditFindings.READABLE, inventory, "version " + version
                    + " of its journal says " + AuditFindings.brief(line.claim()));
        }
    }

    private void follow(AuditedLine line) {
        if (line.effect() == Effect.OFFER) {
            define(line);
            return;
        }
        Allotment allotment = Allotment.parse(line.claim());
        for (AuditedClaim claim : parts(line, allotment)) {
            switch (line.effect()) {
                case OFFER -> {}
                case TAKE -> take(line, claim);
                case KEEP -> keep(line, claim);
                case GIVE -> give(line, claim);
            }
        }
        if (kind.equals("capacity") && (taken > capacity || taken < 0)) {
            wrong(line, taken + " taken of " + capacity);
        }
    }

    private void define(AuditedLine line) {
        definition = line.claim();
        if (kind.equals("capacity")) {
            capacity = Long.parseLong(line.claim().split(" ", -1)[1]);
            if (taken > capacity) {
                wrong(line, taken + " taken of " + capacity);
            }
        } else if (kind.equals("seats")) {
            // "seatmap offered" and then the seats; without them the map keeps the seats it had.
            String[] words = line.claim().split(" ", 3);
            seatsDigest = words.length > 2 ? SeatRows.digest(" " + words[2]) : seatsDigest;
            definition = words[0] + " " + words[1] + " " + seatsDigest;
        }
    }

    private void take(AuditedLine line, AuditedClaim claim) {
        if (claims.put(claim.key(), claim) != null) {
            wrong(line, "taken again: " + claim.key());
        }
        switch (kind) {
            case "capacity" -> taken += Long.parseLong(claim.what());
            case "seats" -> {
                String other = seats.put(claim.what(), claim.hold());
                if (other != null) {
                    wrong(line, "seat " + claim.what() + " was taken by " + other);
                }
            }
            default -> occupy(line, claim);
        }
    }

    /// The text of the moments sorts in time order, so an overlap is with a neighbour.
    private void occupy(AuditedLine line, AuditedClaim claim) {
        String[] word = claim.what().split(" ", -1);
        NavigableMap<String, String> lane =
                lanes.computeIfAbsent(word[0], id -> new TreeMap<>());
        Map.Entry<String, String> before = lane.lowerEntry(word[2]);
        if (before != null && before.getValue().compareTo(word[1]) > 0) {
            wrong(line, "lane " + word[0] + " was taken until " + before.getValue());
        }
        lane.put(word[1], word[2]);
    }

    private void keep(AuditedLine line, AuditedClaim claim) {
        if (claims.put(claim.key(), claim) == null) {
            wrong(line, "kept without being taken: " + claim.key());
        }
    }

    private void give(AuditedLine line, AuditedClaim claim) {
        if (claims.remove(claim.key()) == null) {
            wrong(line, "given back without being taken: " + claim.key());
            return;
        }
        switch (kind) {
            case "capacity" -> taken -= Long.parseLong(claim.what());
            case "seats" -> seats.remove(claim.what());
            default -> {
                String[] word = claim.what().split(" ", -1);
                lanes.getOrDefault(word[0], new TreeMap<>()).remove(word[1]);
            }
        }
    }

    private static List<AuditedClaim> parts(AuditedLine line, Allotment allotment) {
        List<String> parts = switch (allotment) {
            case Allotment.Places places -> List.of(Long.toString(places.quantity()));
            case Allotment.Seats some -> some.names();
            case Allotment.Stretch stretch -> List.of(stretch.lane()
                    + " " + SortableInstants.text(stretch.occupied().from())
                    + " " + SortableInstants.text(stretch.occupied().to()));
        };
        List<AuditedClaim> claims = new ArrayList<>();
        parts.forEach(part -> claims.add(
                new AuditedClaim(line.hold(), allotment.item(), part,
                        ColumnText.of(line.state()), line.until())));
        return claims;
    }

    private void wrong(AuditedLine line, String detail) {
        findings.add(MOVES, inventory,
                "version " + line.version() + " (" + ColumnText.of(line.verb()) + " "
                        + line.hold() + "): " + detail);
    }
}
