package holdfast.server.catalog;

import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.Optional;

/// The best point of a hall, on its drawing: the best seats are those nearest to it.
public record FocalPoint(double x, double y) {
    private static final long FURTHEST = 1_000_000;

    static FocalPoint read(Fields fields) {
        FocalPoint point = new FocalPoint(
                fields.decimal("x", -FURTHEST, FURTHEST), fields.decimal("y", -FURTHEST, FURTHEST));
        fields.done();
        return point;
    }

    public void write(Json json) {
        json.put("x", Optional.of(x)).put("y", Optional.of(y));
    }
}
