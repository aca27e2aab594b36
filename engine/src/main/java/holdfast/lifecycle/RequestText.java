package holdfast.lifecycle;

import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.HoldRequest;
import holdfast.Limit;
import java.util.List;
import java.util.StringJoiner;

/// A request as text, by which requests with one key are compared: another text is another request.
/// The note is left out, because it may differ between tries. The form must not change between
/// versions of Holdfast, or a retry across an upgrade would look like another request.
final class RequestText {
    private RequestText() {}

    static String of(HoldRequest it) {
        return "hold\n" + it.holdFor() + "\n" + it.customer().orElse("") + "\n"
                + claims(it.claims()) + limits(it.limits());
    }

    static String of(BlockRequest it) {
        return "block\n" + it.reason() + "\n" + claims(it.claims());
    }

    static String of(ConfirmRequest it) {
        return "confirm\n" + it.hold() + "\n" + it.version().map(String::valueOf).orElse("");
    }

    static String of(CancelRequest it) {
        return "cancel\n" + it.hold() + "\n" + it.evenBooked();
    }

    static String of(ExtendRequest it) {
        return "extend\n" + it.hold() + "\n" + it.holdFor();
    }

    static String of(ExchangeRequest it) {
        return "exchange\n" + it.hold() + "\n" + it.version() + "\n"
                + claims(it.claims()) + limits(it.limits().orElse(List.of()));
    }

    private static String claims(List<Claim> claims) {
        StringBuilder text = new StringBuilder();
        claims.forEach(claim -> text.append(one(claim)).append('\n'));
        return text.toString();
    }

    private static String one(Claim claim) {
        return switch (claim) {
            case Claim.Capacity it -> "capacity " + it.pool() + " " + it.quantity();
            case Claim.Seats it -> "seats " + it.seatMap() + " " + choice(it.choice());
            case Claim.Time it -> {
                StringJoiner parts = new StringJoiner(" ", "time " + it.start() + " ", "");
                for (Claim.Part part : it.parts()) {
                    parts.add(String.join(",", part.anyOf()) + "/" + part.from() + "/" + part.to()
                            + "/" + part.before() + "/" + part.after());
                }
                yield parts.toString();
            }
        };
    }

    private static String choice(Claim.Choice choice) {
        return switch (choice) {
            case Claim.Named named -> "named " + String.join("\t", named.names());
            case Claim.Best best -> "best " + best.count() + " " + best.accessible();
        };
    }

    /// Limits are rules of the venue and not part of what a customer asks for, yet a retry has the
    /// same ones.
    private static String limits(List<Limit> limits) {
        StringBuilder text = new StringBuilder();
        limits.forEach(limit -> text.append("limit ").append(limit.scope()).append(' ')
                .append(limit.takes()).append('\n'));
        return text.toString();
    }
}
