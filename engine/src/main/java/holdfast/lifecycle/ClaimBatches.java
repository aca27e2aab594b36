package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.capacity.PoolBatch;
import holdfast.claims.Allotment;
import holdfast.claims.ClaimBatch.Standing;
import holdfast.claims.ClaimDecision;
import holdfast.claims.HoldChange;
import holdfast.claims.PendingLine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.seats.SeatBatch;
import holdfast.time.CalendarBatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The pools, seat maps and calendars of one batch: the only class that maps a claim to its kind.
/// It locks in one global order, pools, then seat maps, then calendars, each by id, so that
/// baskets of any mix cannot deadlock.
record ClaimBatches(PoolBatch capacity, SeatBatch seats, CalendarBatch time)
        implements AutoCloseable {

    /// The undo marks of the three kinds.
    record Mark(int capacity, int seats, int time) {}

    void want(Claim claim) {
        switch (claim) {
            case Claim.Capacity places -> capacity.want(places);
            case Claim.Seats some -> seats.want(some);
            case Claim.Time visit -> time.want(visit);
        }
    }

    void want(Limit limit, String customer) {
        capacity.want(limit, customer);
    }

    void touch(Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.touch(places);
            case Allotment.Seats some -> seats.touch(some);
            case Allotment.Stretch stretch -> time.touch(stretch);
        }
    }

    void lock(Transaction tx, Pipeline pipeline) throws SQLException {
        capacity.lock(tx, pipeline);
        seats.lock(tx, pipeline);
        time.lock(tx, pipeline);
    }

    /// Whether the batch probably fits. Only pools are checked in advance.
    boolean plenty() {
        return capacity.plenty();
    }

    List<Allotment.Places> foresee(int item, Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> capacity.foresee(item, places);
            case Claim.Seats _,Claim.Time _ ->
                    throw new IllegalArgumentException("only places are foreseen");
        };
    }

    void load(Transaction tx, Instant now) throws SQLException {
        capacity.load(tx, now);
        seats.load(tx, now);
        time.load(tx, now);
    }

    ClaimDecision take(HoldChange cause, int item, Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> capacity.take(cause, item, places);
            case Claim.Seats some -> seats.take(cause, item, some);
            case Claim.Time visit -> time.take(cause, item, visit);
        };
    }

    ClaimDecision take(HoldChange cause, int item, Limit limit, String customer) {
        return capacity.take(cause, item, limit, customer);
    }

    List<Standing> inTheWay(Transaction tx, Claim claim) throws SQLException {
        return switch (claim) {
            case Claim.Capacity places -> capacity.inTheWay(tx, places);
            case Claim.Seats some -> seats.inTheWay(tx, some);
            case Claim.Time visit -> time.inTheWay(tx, visit);
        };
    }

    void keep(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.keep(cause, places);
            case Allotment.Seats some -> seats.keep(cause, some);
            case Allotment.Stretch stretch -> time.keep(cause, stretch);
        }
    }

    void give(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.give(cause, places);
            case Allotment.Seats some -> seats.give(cause, some);
            case Allotment.Stretch stretch -> time.give(cause, stretch);
        }
    }

    void takeBack(HoldChange cause, Allotment allotment) {
        switch (allotment) {
            case Allotment.Places places -> capacity.takeBack(cause, places);
            case Allotment.Seats some -> seats.takeBack(cause, some);
            case Allotment.Stretch stretch -> time.takeBack(cause, stretch);
        }
    }

    /// Which of these are still claimed: another hold may have taken an expired claim since.
    List<Standing> present(Transaction tx, List<Standing> allotments) throws SQLException {
        List<Standing> places = new ArrayList<>();
        List<Standing> some = new ArrayList<>();
        List<Standing> stretches = new ArrayList<>();
        for (Standing each : allotments) {
            switch (each.allotment()) {
                case Allotment.Places allotment -> places.add(each);
                case Allotment.Seats allotment -> some.add(each);
                case Allotment.Stretch allotment -> stretches.add(each);
            }
        }
        List<Standing> present = new ArrayList<>();
        if (!places.isEmpty()) {
            present.addAll(capacity.present(tx, places));
        }
        if (!some.isEmpty()) {
            present.addAll(seats.present(tx, some));
        }
        if (!stretches.isEmpty()) {
            present.addAll(time.present(tx, stretches));
        }
        return present;
    }

    Mark mark() {
        return new Mark(capacity.mark(), seats.mark(), time.mark());
    }

    void undo(Mark mark) {
        capacity.undo(mark.capacity);
        seats.undo(mark.seats);
        time.undo(mark.time);
    }

    void write(Pipeline pipeline, List<PendingLine> lines) {
        capacity.write(pipeline, lines);
        seats.write(pipeline, lines);
        time.write(pipeline, lines);
    }

    void committed() {
        capacity.committed();
        seats.committed();
        time.committed();
    }

    @Override
    public void close() {
        capacity.close();
        seats.close();
        time.close();
    }
}
