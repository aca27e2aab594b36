package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;

/// So many for one customer over several events together, as for the nights of a tour.
public record Allowance(String name, long perCustomer) implements Thing {

    @Override
    public Kind kind() {
        return Kind.ALLOWANCE;
    }

    public static Allowance read(Fields fields) {
        return new Allowance(
                fields.text("name", 200), fields.number("perCustomer", 1, 1_000_000_000));
    }

    @Override
    public void write(Json json) {
        json.put("name", name).put("perCustomer", perCustomer);
    }
}
