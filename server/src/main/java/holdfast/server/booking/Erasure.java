package holdfast.server.booking;

import holdfast.Unanswered;
import holdfast.change.Forgetting;
import holdfast.change.Forgetting.Forgotten;
import holdfast.change.Forgetting.Person;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// Forgets a customer of a workspace: by the shop's own id, by the mail address of bookings, or by
/// one booking. A customer who is found by an address or a booking is forgotten in all holds under
/// the same id, because limits count by that id.
public final class Erasure {
    private static final int AT_ONCE = 1_000;

    private final Forgetting engine;
    private final DataSource source;

    public Erasure(Forgetting engine, DataSource source) {
        this.engine = engine;
        this.source = source;
    }

    /// How the person is named.
    public sealed interface By {
        /// The shop's own id of a customer.
        record Customer(String id) implements By {}

        /// The mail address on bookings; capitals make no difference.
        record Email(String address) implements By {}

        record Booking(String hold) implements By {}
    }

    /// Forgets the person. Holds that are not booked are cancelled.
    ///
    /// @param author whose request it is, for the audit trail
    public Forgotten forget(String workspace, By by, String author) {
        Forgetting.Texts texts = new Forgetting.Texts(
                UnaryOperator.identity(), BookingNote::withoutPerson,
                (pipeline, where, holds) -> ForgottenBookings.write(pipeline, where, holds,
                        author));
        return switch (by) {
            case By.Customer customer ->
                    engine.forget(workspace, new Person(Set.of(customer.id()), Set.of()), texts);
            case By.Booking booking ->
                    engine.forget(workspace, new Person(Set.of(), Set.of(booking.hold())), texts);
            case By.Email email -> {
                String address = SearchWords.mail(email.address());
                write(pipeline -> ForgottenBookings.passedOn(pipeline, workspace, address));
                Forgotten all = byEmail(workspace, address, texts);
                write(pipeline -> ForgottenBookings.unbooked(pipeline, workspace, address));
                yield all;
            }
        };
    }

    private void write(Consumer<Pipeline> what) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            what.accept(pipeline);
            tx.commit(pipeline);
        } catch (SQLException failure) {
            throw new Unanswered("the person's rows could not be changed", failure);
        }
    }

    /// A forgotten booking has no address, so the search goes on until it finds nothing.
    private Forgotten byEmail(String workspace, String email, Forgetting.Texts texts) {
        Forgotten all = new Forgotten(0, 0);
        Set<String> done = new TreeSet<>();
        while (true) {
            List<String> found = find(workspace, email);
            if (!done.addAll(found)) {
                return all;
            }
            all = all.plus(engine.forget(
                    workspace, new Person(Set.of(), Set.copyOf(found)), texts));
        }
    }

    // Of a hold that is to be paid and is no booking yet, the payment has the address.
    private static final String BY_EMAIL = """
            (SELECT hold FROM booking WHERE workspace = ? AND email = ?
              ORDER BY made_at, hold LIMIT ?)
            UNION
            (SELECT coalesce(retaken, hold) FROM payment WHERE workspace = ? AND email = ?
              ORDER BY made_at, payment LIMIT ?)""";

    private List<String> find(String workspace, String email) {
        try (Transaction tx = Transaction.begin(source)) {
            Pipeline pipeline = tx.pipeline();
            Pipeline.Answer<String> holds = pipeline.query(
                    BY_EMAIL, row -> row.getString(1), workspace, email, AT_ONCE, workspace,
                    email, AT_ONCE);
            pipeline.run();
            return holds.rows();
        } catch (SQLException failure) {
            throw new Unanswered("bookings could not be searched", failure);
        }
    }
}
