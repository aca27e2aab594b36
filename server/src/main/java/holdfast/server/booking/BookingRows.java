package holdfast.server.booking;

import static holdfast.postgres.ColumnArrays.moment;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.change.HoldListener;
import holdfast.postgres.ColumnArrays;
import holdfast.postgres.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the search index of bookings and blocks, in the transaction that makes, changes or ends
/// them: one statement for each table, however many holds a batch has.
///
/// A booking whose note cannot be read is found by its inventories, and has no name. A booking
/// without a note was not made by the server, and is not found.
public final class BookingRows implements HoldListener {

    /// What a booking is found by.
    record Booking(Hold hold, Contact contact, String state) {
        Optional<String> email() {
            return contact.email().map(SearchWords::mail);
        }

        Set<String> words() {
            return SearchWords.of(contact.name().orElse(""));
        }

        Set<String> things() {
            return BookingRows.things(hold);
        }
    }

    /// The index entry of a hold that is or was a booking.
    static Optional<Booking> of(Hold hold) {
        return switch (hold) {
            case Hold.Booked booked -> booking(booked, "booked");
            case Hold.Cancelled cancelled -> booking(cancelled, "cancelled");
            case Hold.Blocked _,Hold.Held _,Hold.Expired _ -> Optional.empty();
        };
    }

    @Override
    public void changed(Pipeline pipeline, String workspace, List<Hold> holds) {
        List<Booking> bookings = new ArrayList<>();
        List<Hold> blocked = new ArrayList<>();
        List<Hold> unblocked = new ArrayList<>();
        for (Hold hold : holds) {
            switch (hold) {
                case Hold.Booked booked -> of(booked).ifPresent(bookings::add);
                case Hold.Blocked block -> blocked.add(block);
                case Hold.Cancelled cancelled -> {
                    of(cancelled).ifPresent(bookings::add);
                    unblocked.add(cancelled);
                }
                case Hold.Held _,Hold.Expired _ -> {}
            }
        }
        if (!bookings.isEmpty()) {
            write(pipeline, workspace, bookings);
        }
        if (!blocked.isEmpty()) {
            block(pipeline, workspace, blocked);
        }
        if (!unblocked.isEmpty()) {
            pipeline.update(UNBLOCK, workspace, ids(unblocked));
        }
    }

    private static Optional<Booking> booking(Hold hold, String state) {
        try {
            return BookingNote.of(hold)
                    .map(each -> new Booking(hold, each.contact(), state));
        } catch (RuntimeException notOurs) {
            return Optional.empty();
        }
    }

    private static final String BOOK = """
            INSERT INTO booking (workspace, hold, state, made_at, reference, email, customer)
            SELECT ?::text, new.hold, new.state, new.made_at::timestamptz, new.reference,
                   new.email, new.customer
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                 AS new (hold, state, made_at, reference, email, customer)
            ON CONFLICT (workspace, hold) DO UPDATE SET state = excluded.state""";

    private static void write(Pipeline pipeline, String workspace, List<Booking> bookings) {
        ColumnArrays columns = new ColumnArrays(6);
        for (Booking booking : bookings) {
            Hold.Basket basket = booking.hold().basket();
            columns.row(basket.id(), booking.state(), moment(basket.madeAt()),
                    References.of(basket.id()), booking.email().orElse(null),
                    basket.customer().orElse(null));
        }
        pipeline.update(BOOK, columns.after(workspace));
        words(pipeline, workspace, bookings);
        things(pipeline, workspace, bookings);
    }

    private static final String NAME = """
            INSERT INTO booking_word (workspace, hold, word, made_at)
            SELECT ?::text, new.hold, new.word, new.made_at::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[]) AS new (hold, word, made_at)
            ON CONFLICT (workspace, hold, word) DO NOTHING""";

    private static void words(Pipeline pipeline, String workspace, List<Booking> bookings) {
        ColumnArrays columns = new ColumnArrays(3);
        for (Booking booking : bookings) {
            for (String word : booking.words()) {
                columns.row(booking.hold().id(), word, moment(booking.hold().basket().madeAt()));
            }
        }
        if (!columns.isEmpty()) {
            pipeline.update(NAME, columns.after(workspace));
        }
    }

    // An exchange replaces the things of a booking, so the old ones are deleted first.
    private static final String CLEAR = """
            DELETE FROM booking_entry WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static final String HAVE = """
            INSERT INTO booking_entry (workspace, hold, entry, state, made_at)
            SELECT ?::text, new.hold, new.entry, new.state, new.made_at::timestamptz
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])
                 AS new (hold, entry, state, made_at)""";

    private static void things(Pipeline pipeline, String workspace, List<Booking> bookings) {
        ColumnArrays columns = new ColumnArrays(4);
        for (Booking booking : bookings) {
            for (String entry : booking.things()) {
                columns.row(booking.hold().id(), entry, booking.state(),
                        moment(booking.hold().basket().madeAt()));
            }
        }
        pipeline.update(CLEAR, workspace, ids(bookings.stream().map(Booking::hold).toList()));
        if (!columns.isEmpty()) {
            pipeline.update(HAVE, columns.after(workspace));
        }
    }

    /// The events and calendars that a hold has claims on.
    public static Set<String> things(Hold hold) {
        return hold.basket().items().stream().flatMap(taken -> switch (taken) {
            case HeldItem.Capacity places -> Stream.of(event(places.pool()));
            case HeldItem.Seats seats -> Stream.of(event(seats.seatMap()));
            case HeldItem.Time visit -> visit.stretches().stream().map(HeldItem.Stretch::calendar);
        }).collect(Collectors.toSet());
    }

    /// An area's inventory begins with its event.
    private static String event(String inventory) {
        int end = inventory.indexOf(':');
        return end < 0 ? inventory : inventory.substring(0, end);
    }

    private static final String BLOCK = """
            INSERT INTO block (workspace, hold, made_at)
            SELECT ?::text, new.hold, new.made_at::timestamptz
            FROM unnest(?::text[], ?::text[]) AS new (hold, made_at)
            ON CONFLICT (workspace, hold) DO NOTHING""";

    private static final String UNBLOCK = """
            DELETE FROM block WHERE workspace = ? AND hold = ANY (?::text[])""";

    private static void block(Pipeline pipeline, String workspace, List<Hold> blocks) {
        ColumnArrays columns = new ColumnArrays(2);
        blocks.forEach(block -> columns.row(block.id(), moment(block.basket().madeAt())));
        pipeline.update(BLOCK, columns.after(workspace));
    }

    private static String[] ids(List<Hold> holds) {
        return holds.stream().map(Hold::id).toArray(String[]::new);
    }
}
