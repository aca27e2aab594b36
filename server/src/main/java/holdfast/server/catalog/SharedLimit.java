package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;

/// A limit for one customer over all events that name it, as for the nights of a tour.
public record SharedLimit(String name, long perCustomer) implements CatalogEntry {

    @Override
    public Kind kind() {
        return Kind.LIMIT;
    }

    public static SharedLimit read(Fields fields) {
        return new SharedLimit(
                fields.text("name", 200), fields.number("perCustomer", 1, 1_000_000_000));
    }

    @Override
    public void write(Json json) {
        json.put("name", name).put("perCustomer", perCustomer);
    }
}
