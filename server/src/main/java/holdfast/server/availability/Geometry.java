package holdfast.server.availability;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.digest.Sha256;
import holdfast.server.catalog.Seating;
import holdfast.server.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The drawing of an event's seats: names, tiers, accessible seats and the position of each row.
/// Its name is a digest of its content, so a client may cache it for ever.
final class Geometry {
    private static final int LETTERS = 22;

    private final String hash;
    private final Packet packet;

    /// One area of seats.
    record Part(String id, String name, Seating seating) {
        /// The seats' full names, in the order in which their states are sent.
        List<String> names() {
            List<String> names = new ArrayList<>(seating.count());
            seating.rows().forEach(
                    row -> row.seats().forEach(seat -> names.add(Seating.full(row, seat))));
            return List.copyOf(names);
        }
    }

    private Geometry(String hash, Packet packet) {
        this.hash = hash;
        this.packet = packet;
    }

    static Geometry of(List<Part> parts) {
        byte[] content = Json.object(json -> write(json, parts));
        String hash = digest(content);
        return new Geometry(hash, new Packet(Json.object(json -> {
            json.put("hash", hash);
            write(json, parts);
        })));
    }

    String hash() {
        return hash;
    }

    Packet packet() {
        return packet;
    }

    private static String digest(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Sha256.begin().digest(content)).substring(0, LETTERS);
    }

    private static void write(Json json, List<Part> parts) {
        List<RowArcs.Drawn> drawn = new ArrayList<>();
        double top = 0;
        for (Part part : parts) {
            RowArcs.Drawn next = RowArcs.draw(part.seating.rows(), top);
            drawn.add(next);
            top = next.bottom();
        }
        List<Integer> numbers = IntStream.range(0, parts.size()).boxed().toList();
        json.array("areas", numbers, (out, at) -> {
            Part part = parts.get(at);
            out.put("id", part.id).put("name", part.name).put("seats", part.seating.count());
            part.seating.place().ifPresent(place -> out.raw("place", place));
            rows(out, part.seating.rows(), drawn.get(at).walks());
        });
    }

    private static void rows(Json json, List<Seating.Row> rows, List<RowArcs.Walk> walks) {
        List<Integer> numbers = IntStream.range(0, rows.size()).boxed().toList();
        json.array("rows", numbers, (out, at) -> {
            Seating.Row row = rows.get(at);
            out.put("row", row.name());
            if (numbered(row.seats())) {
                out.put("seats", row.seats().size());
            } else {
                out.texts("seats", row.seats().stream().map(Seating.Seat::name).toList());
            }
            List<String> accessible = row.seats().stream().filter(Seating.Seat::accessible)
                    .map(Seating.Seat::name).toList();
            if (!accessible.isEmpty()) {
                out.texts("accessible", accessible);
            }
            out.put("tier", row.tier());
            place(out, row.place().filter(Geometry::drawable), walks.get(at));
        });
    }

    private static boolean numbered(List<Seating.Seat> seats) {
        for (int at = 0; at < seats.size(); at++) {
            if (!seats.get(at).name().equals(Integer.toString(at + 1))) {
                return false;
            }
        }
        return true;
    }

    /// A row without x and y cannot be drawn, even if its author gave other fields.
    private static boolean drawable(JsonNode place) {
        return place.path("x").isNumber() && place.path("y").isNumber();
    }

    private static void place(Json json, Optional<JsonNode> given, RowArcs.Walk walk) {
        given.ifPresentOrElse(place -> json.raw("place", place),
                () -> json.object("place", out -> out
                        .put("x", rounded(walk.x())).put("y", rounded(walk.y()))
                        .put("angle", rounded(walk.angle())).put("turn", rounded(walk.turn()))));
    }

    private static Optional<Double> rounded(double value) {
        return Optional.of(Math.round(value * 1_000) / 1_000.0 + 0.0);
    }
}
