package holdfast.server.booking;

import holdfast.HoldfastReads;
import holdfast.Invalid;
import holdfast.Window;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.booking.CatalogChanges.Request;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Calendar.Exceptions;
import holdfast.server.catalog.Calendar.Special;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.RandomIds;
import holdfast.server.catalog.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;

/// A calendar's closures and openings. Both are part of the calendar's catalogue entry. A closure
/// is also a block in the engine, made and lifted with the entry that has it: so it never overlaps
/// a visit, and no visit is given during it. An opening is part of the hours.
public final class SpecialDays {
    private static final Duration KEPT = Duration.ofDays(31);
    private static final int MOST_CLOSURES = 2_000;
    private static final int MOST_OPENINGS = 1_000;

    private final HoldfastReads engine;
    private final Catalog catalog;
    private final CatalogChanges changes;

    public SpecialDays(HoldfastReads engine, Catalog catalog, CatalogChanges changes) {
        this.engine = engine;
        this.catalog = catalog;
        this.changes = changes;
    }

    /// The result of a change to a special day.
    public sealed interface Result {
        record Done(Special special) implements Result {}

        /// There is no such calendar, closure or opening.
        record Unknown(String id) implements Result {}

        record Refused(ChangeResult why) implements Result {}
    }

    /// Selects closures or openings of a calendar, and the prefix of their ids.
    public enum Sort {
        CLOSURE("blk_", MOST_CLOSURES),
        OPENING("opn_", MOST_OPENINGS);

        private final String prefix;
        private final int most;

        Sort(String prefix, int most) {
            this.prefix = prefix;
            this.most = most;
        }

        private List<Special> of(Exceptions all) {
            return this == CLOSURE ? all.closures() : all.openings();
        }

        private Exceptions with(Exceptions all, List<Special> other) {
            return this == CLOSURE ? new Exceptions(all.openings(), other)
                    : new Exceptions(other, all.closures());
        }
    }

    /// Closes a calendar, unless a claim is in the way, or opens it outside its hours.
    public Result add(
            Request request, String calendar, Sort sort, Window window, Optional<String> reason) {
        Special special =
                new Special(RandomIds.next(sort.prefix), window.from(), window.to(), reason);
        Instant oldest = engine.now().minus(KEPT);
        ChangeResult result = changes.change(request, () -> {
            Versioned<Calendar> seen = find(request, calendar);
            List<Special> all = new ArrayList<>(recent(sort.of(seen.entry().exceptions()), oldest));
            if (all.size() >= sort.most) {
                throw new Invalid("start", "would be one too many; a calendar may have at most "
                        + sort.most + " in the future");
            }
            all.add(special);
            all.sort(Comparator.comparing(Special::start).thenComparing(Special::id));
            return write(seen, sort, all);
        });
        return answer(result, written -> added(request, written, sort).orElse(special));
    }

    /// What the new version has and the one before it had not.
    private Optional<Special> added(Request request, Versioned<Calendar> written, Sort sort) {
        List<Special> before = catalog.version(
                request.workspace(), written.id(), written.version() - 1)
                .map(Versioned::entry).filter(Calendar.class::isInstance)
                .map(entry -> sort.of(((Calendar) entry).exceptions())).orElse(List.of());
        return sort.of(written.entry().exceptions()).stream()
                .filter(each -> !before.contains(each)).findFirst();
    }

    /// Removes a closure or an opening. Visits that were booked in an opening stay.
    public Result remove(Request request, String calendar, Sort sort, String id) {
        Predicate<Special> meant = each -> each.id().equals(id);
        AtomicReference<Optional<Special>> known = new AtomicReference<>(
                sort.of(find(request, calendar).entry().exceptions()).stream()
                        .filter(meant).findFirst());
        ChangeResult result = changes.change(request, () -> {
            Versioned<Calendar> seen = find(request, calendar);
            List<Special> all = sort.of(seen.entry().exceptions());
            // Another node may have made it a moment ago: only the plan is sure to see it.
            all.stream().filter(meant).findFirst().ifPresent(each -> known.set(Optional.of(each)));
            return all.stream().noneMatch(meant) ? new Plan.Already(seen)
                    : write(seen, sort, all.stream().filter(meant.negate()).toList());
        });
        return known.get().map(each -> answer(result, written -> each))
                .orElseGet(() -> new Result.Unknown(id));
    }

    private static Plan write(Versioned<Calendar> seen, Sort sort, List<Special> all) {
        Calendar calendar = seen.entry();
        return new Plan.Write(Draft.after(
                seen, calendar.with(sort.with(calendar.exceptions(), all))));
    }

    private static Result answer(
            ChangeResult result, Function<Versioned<Calendar>, Special> special) {
        return result instanceof ChangeResult.Done done
                ? new Result.Done(special.apply(done.only(Calendar.class)))
                : new Result.Refused(result);
    }

    private Versioned<Calendar> find(Request request, String calendar) {
        return catalog.find(request.workspace(), calendar, Calendar.class)
                .orElseThrow(() -> new IllegalStateException("no calendar " + calendar));
    }

    /// A special day that ended long ago stays in old versions only; the calendar need not carry
    /// it.
    private static List<Special> recent(List<Special> all, Instant oldest) {
        return all.stream().filter(each -> each.end().isAfter(oldest)).toList();
    }
}
