package holdfast.lifecycle;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.capacity.CapacityShelf;
import holdfast.ledger.Cause;
import holdfast.ledger.Line;
import holdfast.ledger.Piece;
import holdfast.ledger.Shelf.Standing;
import holdfast.ledger.Verdict;
import holdfast.postgres.Trip;
import holdfast.postgres.Tx;
import holdfast.seats.SeatShelf;
import holdfast.time.TimeShelf;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The three rooms' shelves of one batch: the only place that knows which room a claim belongs to.
/// They lock in one global order, pools, then seat maps, then calendars, each by id, so that
/// baskets of any mix cannot deadlock.
record Shelves(CapacityShelf capacity, SeatShelf seats, TimeShelf time) implements AutoCloseable {

    /// Where each room stood, to go back to.
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

    void touch(Piece piece) {
        switch (piece) {
            case Piece.Places places -> capacity.touch(places);
            case Piece.Seats some -> seats.touch(some);
            case Piece.Stretch stretch -> time.touch(stretch);
        }
    }

    void lock(Tx tx, Trip trip) throws SQLException {
        capacity.lock(tx, trip);
        seats.lock(tx, trip);
        time.lock(tx, trip);
    }

    /// Whether what is wanted probably fits; only places are foreseen.
    boolean plenty() {
        return capacity.plenty();
    }

    List<Piece.Places> foresee(int item, Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> capacity.foresee(item, places);
            case Claim.Seats _, Claim.Time _ ->
                    throw new IllegalArgumentException("only places are foreseen");
        };
    }

    void load(Tx tx, Instant now) throws SQLException {
        capacity.load(tx, now);
        seats.load(tx, now);
        time.load(tx, now);
    }

    Verdict take(Cause cause, int item, Claim claim) {
        return switch (claim) {
            case Claim.Capacity places -> capacity.take(cause, item, places);
            case Claim.Seats some -> seats.take(cause, item, some);
            case Claim.Time visit -> time.take(cause, item, visit);
        };
    }

    Verdict take(Cause cause, int item, Limit limit, String customer) {
        return capacity.take(cause, item, limit, customer);
    }

    List<Standing> inTheWay(Tx tx, Claim claim) throws SQLException {
        return switch (claim) {
            case Claim.Capacity places -> capacity.inTheWay(tx, places);
            case Claim.Seats some -> seats.inTheWay(tx, some);
            case Claim.Time visit -> time.inTheWay(tx, visit);
        };
    }

    void keep(Cause cause, Piece piece) {
        switch (piece) {
            case Piece.Places places -> capacity.keep(cause, places);
            case Piece.Seats some -> seats.keep(cause, some);
            case Piece.Stretch stretch -> time.keep(cause, stretch);
        }
    }

    void give(Cause cause, Piece piece) {
        switch (piece) {
            case Piece.Places places -> capacity.give(cause, places);
            case Piece.Seats some -> seats.give(cause, some);
            case Piece.Stretch stretch -> time.give(cause, stretch);
        }
    }

    void takeBack(Cause cause, Piece piece) {
        switch (piece) {
            case Piece.Places places -> capacity.takeBack(cause, places);
            case Piece.Seats some -> seats.takeBack(cause, some);
            case Piece.Stretch stretch -> time.takeBack(cause, stretch);
        }
    }

    /// Which of these are still claimed: what lapsed may have been taken by somebody else since.
    List<Standing> present(Tx tx, List<Standing> pieces) throws SQLException {
        List<Standing> places = new ArrayList<>();
        List<Standing> some = new ArrayList<>();
        List<Standing> stretches = new ArrayList<>();
        for (Standing each : pieces) {
            switch (each.piece()) {
                case Piece.Places piece -> places.add(each);
                case Piece.Seats piece -> some.add(each);
                case Piece.Stretch piece -> stretches.add(each);
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

    void write(Trip trip, List<Line> lines) {
        capacity.write(trip, lines);
        seats.write(trip, lines);
        time.write(trip, lines);
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
