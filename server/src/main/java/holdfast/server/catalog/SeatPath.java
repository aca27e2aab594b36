package holdfast.server.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/// A path from seat to seat of a row: it begins at x and y in the direction of `angle` (degrees, 0
/// is to the right, 90 away from the stage), goes a step, turns by `turn`, and so on.
public record SeatPath(double x, double y, double angle, double turn, double step) {

    /// What a row's `place` says.
    static SeatPath of(JsonNode place) {
        return new SeatPath(place.path("x").doubleValue(), place.path("y").doubleValue(),
                place.path("angle").asDouble(0), place.path("turn").asDouble(0),
                place.path("step").asDouble(1));
    }

    /// Gets the position of one seat after the other.
    @FunctionalInterface
    interface Visitor {
        void seat(int at, double x, double y);
    }

    void walk(int seats, Visitor visitor) {
        double atX = x;
        double atY = y;
        double direction = Math.toRadians(angle);
        for (int at = 0; at < seats; at++) {
            visitor.seat(at, atX, atY);
            atX += Math.cos(direction) * step;
            atY += Math.sin(direction) * step;
            direction += Math.toRadians(turn);
        }
    }
}
