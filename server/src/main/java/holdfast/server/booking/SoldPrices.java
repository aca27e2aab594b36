package holdfast.server.booking;

import holdfast.Hold;
import holdfast.Invalid;
import holdfast.server.catalog.Money;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;

/// The items and the total of a sale, as recorded at that moment. A booking's note has it; an
/// exchange records it anew in the note of the hold.
///
/// @param lines for each item the version that was sold, its tier and its price
public record SoldPrices(List<SoldVersion> lines, Optional<Money> total) {
    private static final String FIELD = "sold";
    private static final int MOST_ITEMS = 32;
    private static final int LONGEST = 120;

    public SoldPrices {
        lines = List.copyOf(lines);
    }

    void write(Json json) {
        json.object(FIELD, out -> {
            out.texts("lines", lines.stream().map(SoldVersion::text).toList());
            total.ifPresent(each -> out.object("total", each::write));
        });
    }

    static Optional<SoldPrices> read(Fields note) {
        return note.maybeObject(FIELD).map(fields -> new SoldPrices(
                fields.texts("lines", MOST_ITEMS).stream()
                        .filter(line -> line.length() <= LONGEST).map(SoldVersion::read).toList(),
                fields.maybeObject("total").map(Money::read)));
    }

    /// The record of the last exchange counts. Where that left prices open, or where there was no
    /// exchange, the record of the confirmation counts.
    static Optional<SoldPrices> of(Hold hold) {
        Hold.Notes notes = hold.basket().notes();
        List<SoldVersion> stamps =
                SoldVersion.all(notes.hold().orElse(""), hold.basket().items().size());
        if (notes.booking().isEmpty()) {
            return Optional.empty();
        }
        return BookingNote.sold(notes.booking().get())
                .filter(sold -> same(sold.lines(), stamps))
                .or(() -> Optional.of(new SoldPrices(stamps, sum(stamps)))
                        .filter(sold -> stamps.stream()
                                .anyMatch(stamp -> stamp.price().isPresent())));
    }

    /// Whether these are the same items at the same prices, as far as prices are known.
    private static boolean same(List<SoldVersion> sold, List<SoldVersion> now) {
        if (sold.size() != now.size()) {
            return false;
        }
        for (int at = 0; at < now.size(); at++) {
            SoldVersion stamp = now.get(at);
            if (!stamp.version().equals(sold.get(at).version())
                    || !stamp.tier().equals(sold.get(at).tier())
                    || (stamp.price().isPresent()
                            && !stamp.price().equals(sold.get(at).price()))) {
                return false;
            }
        }
        return true;
    }

    /// The sum of the prices, less what a code takes off. A gift card pays, and changes nothing.
    static Optional<Money> sum(List<SoldVersion> stamps) {
        try {
            Optional<Money> full = stamps.stream()
                    .filter(stamp -> !ReductionPools.has(stamp.id()))
                    .flatMap(stamp -> stamp.price().stream()).reduce(Money::plus);
            for (SoldVersion stamp : stamps) {
                if (full.isPresent() && ReductionPools.isCode(stamp.id())
                        && stamp.price().isPresent()) {
                    full = Optional.of(full.get().minus(stamp.price().get()));
                }
            }
            return full;
        } catch (Invalid unlike) {
            return Optional.empty();
        }
    }
}
