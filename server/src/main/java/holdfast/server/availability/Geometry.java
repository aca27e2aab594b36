package holdfast.server.availability;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.digest.Sha256;
import holdfast.server.catalog.FocalPoint;
import holdfast.server.catalog.HallDrawing;
import holdfast.server.catalog.Seating;
import holdfast.server.json.Json;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The drawing of an event's seats: names, tiers, accessible seats and the position of each row.
/// Its name is a digest of its content, so a client may cache it for ever.
final class Geometry {
    private static final int LETTERS = 22;

    private final String hash;
    private final Packet packet;

    /// One area of seats.
    record Part(
            String id, String name, Optional<JsonNode> place, List<HallDrawing.DrawnRow> rows) {
        /// The seats' full names, in the order in which their states are sent.
        List<String> names() {
            return rows.stream().map(HallDrawing.DrawnRow::row)
                    .flatMap(row -> row.seats().stream().map(seat -> Seating.full(row, seat)))
                    .toList();
        }

        int seats() {
            return rows.stream().mapToInt(row -> row.row().seats().size()).sum();
        }
    }

    private Geometry(String hash, Packet packet) {
        this.hash = hash;
        this.packet = packet;
    }

    static Geometry of(List<Part> parts, FocalPoint focus) {
        byte[] content = Json.object(json -> write(json, parts, focus));
        String hash = digest(content);
        return new Geometry(hash, new Packet(Json.object(json -> {
            json.put("hash", hash);
            write(json, parts, focus);
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

    private static void write(Json json, List<Part> parts, FocalPoint focus) {
        json.array("areas", parts, (out, part) -> {
            out.put("id", part.id).put("name", part.name).put("seats", part.seats());
            part.place.ifPresent(place -> out.raw("place", place));
            out.array("rows", part.rows, Geometry::row);
        });
        if (parts.stream().anyMatch(part -> part.seats() > 0)) {
            json.object("focus", out -> out
                    .put("x", rounded(focus.x())).put("y", rounded(focus.y())));
        }
    }

    private static void row(Json json, HallDrawing.DrawnRow drawn) {
        Seating.Row row = drawn.row();
        json.put("row", row.name());
        if (numbered(row.seats())) {
            json.put("seats", row.seats().size());
        } else {
            json.texts("seats", row.seats().stream().map(Seating.Seat::name).toList());
        }
        List<String> accessible = row.seats().stream().filter(Seating.Seat::accessible)
                .map(Seating.Seat::name).toList();
        if (!accessible.isEmpty()) {
            json.texts("accessible", accessible);
        }
        json.put("tier", row.tier());
        drawn.place().ifPresentOrElse(place -> json.raw("place", place),
                () -> json.object("place", out -> out
                        .put("x", rounded(drawn.path().x())).put("y", rounded(drawn.path().y()))
                        .put("angle", rounded(drawn.path().angle()))
                        .put("turn", rounded(drawn.path().turn()))));
    }

    private static boolean numbered(List<Seating.Seat> seats) {
        for (int at = 0; at < seats.size(); at++) {
            if (!seats.get(at).name().equals(Integer.toString(at + 1))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Double> rounded(double value) {
        return Optional.of(Math.round(value * 1_000) / 1_000.0 + 0.0);
    }
}
