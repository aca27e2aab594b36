package holdfast.server.api;

import holdfast.Invalid;
import holdfast.change.Forgetting.Forgotten;
import holdfast.server.auth.Permission;
import holdfast.server.booking.Erasure;
import holdfast.server.booking.Erasure.By;
import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Fields;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Erasure: forgets a customer on request.
public final class Forgets {
    private final Erasure erasure;

    public Forgets(Erasure erasure) {
        this.erasure = erasure;
    }

    public List<Route> routes() {
        return List.of(new Route("POST", "/v1/forget", Permission.MANAGE, "forget",
                "Forget a customer: names, addresses and the customer's id are removed for good.",
                this::forget));
    }

    private Response forget(Request request) {
        By by = request.body(Forgets::by);
        Forgotten done = erasure.forget(request.workspace(), by, request.who().name());
        return Response.json(200, json -> json
                .put("holds", done.holds()).put("cancelled", done.cancelled()));
    }

    private static By by(Fields fields) {
        Optional<By> customer = fields.maybeText("customer", 200).map(By.Customer::new);
        Optional<By> email = fields.maybeText("email", 200).map(By.Email::new);
        Optional<By> booking = fields.maybeText("booking", 100)
                .map(id -> new By.Booking(Holds.holdId(id)));
        List<By> all = Stream.of(customer, email, booking).flatMap(Optional::stream).toList();
        if (all.size() != 1) {
            throw new Invalid("body", "must have one of customer, email and booking");
        }
        return all.getFirst();
    }
}
