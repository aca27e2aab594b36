package holdfast.judge;

import holdfast.Inventory;
import holdfast.JournalLine;
import holdfast.Kind;
import holdfast.Verb;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One inventory, rebuilt from its journal entry by entry; each entry is checked for states that
/// must not happen. An expired claim stays until its end is in the journal, as in the tables.
final class RebuiltJournal {

    /// A claim that began and has not ended in the journal; `until` is absent where there is no
    /// deadline.
    record Live(String hold, MovedClaim moved, Optional<Instant> until) {
        boolean at(Instant moment) {
            return until.isEmpty() || until.get().isAfter(moment);
        }
    }

    /// Receives each violation.
    interface Objection {
        void raise(Promise promise, String why);
    }

    private record Place(String hold, int item, Object what) {}

    private final OfferTimeline.Id id;
    private final OfferTimeline offers;
    private final Map<Place, Live> live = new LinkedHashMap<>();
    private final Map<String, String> seats = new HashMap<>();
    private long capacity;
    private long taken;
    private long lanes;
    private @Nullable Inventory shape;

    RebuiltJournal(OfferTimeline.Id id, OfferTimeline offers) {
        this.id = id;
        this.offers = offers;
    }

    Collection<Live> live() {
        return live.values();
    }

    long capacity() {
        return capacity;
    }

    Optional<Inventory> shape() {
        return Optional.ofNullable(shape);
    }

    void apply(JournalLine entry, Objection wrong) {
        if (entry.of().hold().isEmpty()) {
            offered(entry, wrong);
        } else {
            String hold = entry.of().hold().get();
            MovedClaim moved = MovedClaim.read(entry);
            switch (entry.what().effect()) {
                case TAKE -> take(entry, hold, moved, wrong);
                case KEEP -> keep(entry, hold, moved, wrong);
                case GIVE -> give(entry, hold, moved, wrong);
                case OFFER -> wrong.raise(Promise.CONSERVED, "offered for a hold: " + entry);
            }
        }
        balance(entry, wrong);
    }

    /// The entry agrees with the offer that was acknowledged with this version. There is no such
    /// offer if the answer was lost, or if a retry found the change done. Then the entry alone
    /// defines the inventory. For a seat map it only says that the map is one of those that were
    /// offered.
    private void offered(JournalLine entry, Objection wrong) {
        Optional<Inventory> offered = offers.offeredAt(id, entry.version());
        switch (entry.of().content()) {
            case JournalLine.Pool pool -> capacity = pool.capacity();
            case JournalLine.Calendar calendar -> lanes = calendar.lanes();
            case JournalLine.SeatMap map -> {
                if (offered.isPresent() || entry.what().verb() == Verb.OFFER) {
                    shape = offered.or(() -> offers.only(id)).orElse(null);
                }
            }
            case JournalLine.Places _,JournalLine.Seats _,JournalLine.Stretch _ ->
                    wrong.raise(Promise.CONSERVED, "a claim without a hold: " + entry);
        }
        offered.filter(what -> !noted(what)).ifPresent(what -> wrong.raise(
                Promise.CONSERVED, what + " was offered and " + entry + " noted"));
    }

    private boolean noted(Inventory what) {
        return switch (what) {
            case Inventory.Pool pool -> pool.capacity() == capacity;
            case Inventory.Calendar calendar -> calendar.lanes() == lanes;
            case Inventory.SeatMap _ -> true;
        };
    }

    private static Place place(String hold, MovedClaim moved) {
        return switch (moved) {
            case MovedClaim.Places places -> new Place(hold, places.item(), "places");
            case MovedClaim.Seats each -> new Place(hold, each.item(), Set.copyOf(each.names()));
            case MovedClaim.Stretch each -> new Place(hold, each.item(),
                    List.of(each.lane(), each.occupied()));
        };
    }

    private void take(JournalLine entry, String hold, MovedClaim moved, Objection wrong) {
        if (moved instanceof MovedClaim.Stretch stretch) {
            overlaps(stretch).ifPresent(other -> wrong.raise(Promise.NO_OVERLAP,
                    "lane " + stretch.lane() + " is " + other + "'s: " + entry));
        }
        Live claim = new Live(hold, moved, entry.of().until());
        if (live.putIfAbsent(place(hold, moved), claim) != null) {
            wrong.raise(Promise.CONSERVED, "taken twice: " + entry);
            return;
        }
        entry.of().until().filter(until -> !entry.at().isBefore(until)).ifPresent(
                _ -> wrong.raise(Promise.EXACT_EXPIRY, "held after its deadline: " + entry));
        switch (moved) {
            case MovedClaim.Places places -> taken += places.quantity();
            case MovedClaim.Seats each -> each.names().forEach(name -> {
                String other = seats.putIfAbsent(name, hold);
                if (other != null) {
                    wrong.raise(Promise.SEAT_ONCE,
                            "seat " + name + " is " + other + "'s: " + entry);
                }
            });
            case MovedClaim.Stretch _ -> {}
        }
    }

    private Optional<String> overlaps(MovedClaim.Stretch stretch) {
        return live.values().stream()
                .filter(each -> each.moved() instanceof MovedClaim.Stretch other
                        && other.lane() == stretch.lane()
                        && other.occupied().overlaps(stretch.occupied()))
                .map(Live::hold).findFirst();
    }

    private void keep(JournalLine entry, String hold, MovedClaim moved, Objection wrong) {
        Place place = place(hold, moved);
        Live before = live.replace(place, new Live(hold, moved, entry.of().until()));
        if (before == null || !before.moved().equals(moved)) {
            live.remove(place, new Live(hold, moved, entry.of().until()));
            wrong.raise(Promise.CONSERVED, "kept and never taken: " + entry);
            return;
        }
        if (before.until().isPresent() && !entry.at().isBefore(before.until().get())) {
            wrong.raise(Promise.EXACT_EXPIRY, entry.what().verb() + " after its deadline "
                    + before.until().get() + ": " + entry);
        }
        if (before.until().isEmpty() && entry.of().until().isPresent()) {
            wrong.raise(Promise.ENDS_ONCE, "a booking expires again: " + entry);
        }
    }

    private void give(JournalLine entry, String hold, MovedClaim moved, Objection wrong) {
        Live before = live.remove(place(hold, moved));
        if (before == null) {
            wrong.raise(Promise.BACK_ONCE, "given back and not taken: " + entry);
            return;
        }
        if (!before.moved().equals(moved)) {
            wrong.raise(Promise.CONSERVED, before.moved() + " was taken, given back is: " + entry);
        }
        boolean expires = entry.what().verb() == Verb.EXPIRE;
        boolean expired = before.until().isPresent()
                && !entry.at().isBefore(before.until().get());
        if (expires != expired) {
            wrong.raise(Promise.EXACT_EXPIRY, entry.what().verb() + (expired ? " after" : " before")
                    + " its deadline " + before.until() + ": " + entry);
        }
        switch (before.moved()) {
            case MovedClaim.Places places -> taken -= places.quantity();
            case MovedClaim.Seats each -> each.names().forEach(name -> seats.remove(name, hold));
            case MovedClaim.Stretch _ -> {}
        }
    }

    /// The taken part never exceeds the inventory, and every claim refers to an existing seat or
    /// lane.
    private void balance(JournalLine entry, Objection wrong) {
        switch (id.kind()) {
            case CAPACITY -> {
                if (taken > capacity) {
                    wrong.raise(Promise.NEVER_OVERSOLD,
                            taken + " of " + capacity + " are taken: " + entry);
                }
            }
            case SEATS -> {
                if (shape instanceof Inventory.SeatMap map) {
                    Set<String> unknown = new HashSet<>(seats.keySet());
                    map.rows().forEach(
                            row -> row.seats().forEach(seat -> unknown.remove(seat.name())));
                    if (!unknown.isEmpty()) {
                        wrong.raise(Promise.CONSERVED, "no such seats " + unknown + ": " + entry);
                    }
                }
            }
            case TIME -> {
                if (live.values().stream().anyMatch(
                        each -> each.moved() instanceof MovedClaim.Stretch stretch
                                && stretch.lane() >= lanes)) {
                    wrong.raise(Promise.NO_OVERLAP, "no such lane: " + entry);
                }
            }
        }
    }
}
