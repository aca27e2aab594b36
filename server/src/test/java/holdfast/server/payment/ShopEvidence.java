package holdfast.server.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.judge.money.MoneyEvidence;
import holdfast.judge.money.MoneyEvidence.Charge;
import holdfast.judge.money.MoneyEvidence.Paid;
import holdfast.judge.money.MoneyEvidence.Sold;
import holdfast.judge.money.MoneyJudge;
import holdfast.judge.money.MoneyVerdict;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives the judge what the sandbox, the tables and the engine say of a shop. It reads them without
/// the server's code.
final class ShopEvidence {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String PAYMENTS = """
            SELECT payment, coalesce(retaken, hold), state, amount, captured, refunded
            FROM payment WHERE workspace = ?""";
    private static final String BOOKINGS = "SELECT hold FROM booking WHERE workspace = ?";
    private static final String EVENTS = "SELECT event FROM provider_event WHERE workspace = ?";

    private final PaymentShop shop;
    private final Scratch scratch;

    private ShopEvidence(PaymentShop shop, Scratch scratch) {
        this.shop = shop;
        this.scratch = scratch;
    }

    static MoneyVerdict judged(PaymentShop shop, Scratch scratch) {
        return MoneyJudge.judge(new ShopEvidence(shop, scratch).read());
    }

    private MoneyEvidence read() {
        List<Charge> charges = new ArrayList<>();
        shop.sandbox.ledger(shop.key).forEach(each -> charges.add(charge(each)));
        return new MoneyEvidence(charges,
                rows(PAYMENTS, row -> new Paid(row.getString(1), row.getString(2),
                        row.getString(3), row.getLong(4), row.getLong(5), row.getLong(6))),
                rows(BOOKINGS, row -> booking(row.getString(1))),
                rows(EVENTS, row -> row.getString(1)), Map.of("evt_gig:floor", shop.places));
    }

    /// A charge by its sums in the ledger of the sandbox.
    private static Charge charge(JsonNode sums) {
        String payment = sums.path("clientReferenceId").asText("");
        // What is charged at once is never reserved.
        long reserved = sums.path("authorized").asLong() - sums.path("captured").asLong()
                - sums.path("released").asLong() - sums.path("expired").asLong();
        return new Charge(sums.path("charge").asText(),
                payment.isEmpty() || payment.equals("null") ? Optional.empty()
                        : Optional.of(payment),
                Math.max(0, reserved), sums.path("captured").asLong(),
                sums.path("refunded").asLong() - sums.path("refundFailed").asLong());
    }

    private Sold booking(String id) {
        Hold hold = shop.engine.find(PaymentShop.HERE, id).orElseThrow();
        Map<String, Long> units = new HashMap<>();
        for (HeldItem item : hold.basket().items()) {
            if (item instanceof HeldItem.Capacity places) {
                units.merge(places.pool(), places.quantity(), Long::sum);
            }
        }
        return new Sold(id, hold instanceof Hold.Booked,
                hold.basket().notes().booking().flatMap(ShopEvidence::payment), units);
    }

    private static Optional<String> payment(String note) {
        try {
            JsonNode payment = JSON.readTree(note).path("payment").path("payment");
            return payment.isTextual() ? Optional.of(payment.asText()) : Optional.empty();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, Reading<T> reading) {
        try (Connection connection = scratch.database().dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, PaymentShop.HERE);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reading.read(rows));
                }
            }
            return all;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
