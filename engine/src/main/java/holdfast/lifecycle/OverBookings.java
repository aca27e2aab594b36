package holdfast.lifecycle;

import holdfast.RequestOptions;
import holdfast.Verb;
import holdfast.change.Archiving.Change;
import holdfast.change.Archiving.Ended;
import holdfast.change.Archiving.HoldStore;
import holdfast.change.Archiving.Line;
import holdfast.change.Archiving.Over;
import holdfast.change.Archiving.Place;
import holdfast.claims.Allotment;
import holdfast.claims.ColumnText;
import holdfast.claims.HoldState;
import holdfast.claims.PendingLine;
import holdfast.lifecycle.EndedHolds.Lines;
import holdfast.lifecycle.HoldUpdate.Wanted;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves bookings that are over to an archive, a batch in one transaction: gives back what they
/// have, as a cancellation does, and deletes them with all their lines of the journal. The lines
/// that give back are in the archive only; their versions are recorded as archived.
public final class OverBookings {
    /// In the place of a verb, in the lines that give back.
    private static final String ARCHIVE = "archive";

    private OverBookings() {}

    public static int archive(
            Transaction tx, KindStores stores, String workspace, Instant before,
            List<Over> bookings, HoldStore store) throws SQLException {
        EndedHolds.begin(tx, workspace, before);
        Wanted wanted = new Wanted(bookings.stream().map(Over::hold).toList(), List.of(),
                bookings.stream().map(OverBookings::options).toList(), (batches, rows) -> {});
        try (HoldUpdate update = HoldUpdate.open(tx, stores, workspace, wanted)) {
            List<HoldRow> over = over(update, before, bookings);
            if (over.isEmpty()) {
                return 0;
            }
            List<String> ids = over.stream().map(HoldRow::hold).toList();
            Lines lines = EndedHolds.lines(tx, workspace, ids, store);
            Pipeline pipeline = tx.pipeline();
            List<PendingLine> given = giveBack(update, pipeline, over);
            List<Ended> ended = new ArrayList<>();
            for (HoldRow row : over) {
                List<Line> all = new ArrayList<>(lines.of(row.hold()));
                given.stream().filter(line -> row.hold().equals(line.of().hold()))
                        .forEach(line -> all.add(line(line, update.now())));
                ended.add(EndedHolds.ended(row, update.now(), all, store));
            }
            store.keep(tx, ended);
            EndedHolds.remove(pipeline, workspace, ids, lines, store);
            ArchivedVersions.add(pipeline, workspace,
                    given.stream().map(OverBookings::place).toList());
            tx.commit(pipeline);
            update.batches().committed();
            return over.size();
        }
    }

    private static RequestOptions options(Over booking) {
        return new RequestOptions(Optional.empty(), Optional.empty(), Optional.empty(),
                booking.listings());
    }

    private static List<HoldRow> over(HoldUpdate update, Instant before, List<Over> bookings) {
        List<HoldRow> over = new ArrayList<>();
        for (Over booking : bookings) {
            HoldRow row = update.row(booking.hold());
            if (row != null && row.is(HoldState.BOOKED)
                    && row.life().changedAt().isBefore(before)
                    && row.allotments().stream().allMatch(each -> ended(each, before))
                    && update.listings().outdated(options(booking)).isEmpty()) {
                over.add(row);
            }
        }
        return over;
    }

    private static boolean ended(Allotment allotment, Instant before) {
        return switch (allotment) {
            case Allotment.Stretch stretch -> !stretch.occupied().to().isAfter(before);
            case Allotment.Places _,Allotment.Seats _ -> true;
        };
    }

    private static List<PendingLine> giveBack(
            HoldUpdate update, Pipeline pipeline, List<HoldRow> over) {
        over.forEach(row -> row.allotments().forEach(allotment -> update.batches().give(
                HoldUpdate.cause(row, Verb.CANCEL, update.now()), allotment)));
        List<PendingLine> lines = new ArrayList<>();
        update.batches().write(pipeline, lines);
        return lines;
    }

    private static Place place(PendingLine line) {
        return new Place(line.kind().word(), line.inventory(), line.version());
    }

    private static Line line(PendingLine line, Instant at) {
        return EndedHolds.unnamed(new Line(place(line), at,
                new Change(ARCHIVE, ColumnText.of(line.effect()), line.of().holdVersion(),
                        Optional.empty()),
                line.claim(), Optional.empty()));
    }
}
