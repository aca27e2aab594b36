package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.Optional;

/// The part of a price that is paid when it is booked.
///
/// @param restBefore how long before the start the rest is to be paid; empty for on site
public record Deposit(Share share, Optional<Duration> restBefore) {
    private static final String FIELD = "deposit";
    private static final Duration LONGEST = Duration.ofDays(366);

    static Optional<Deposit> read(Fields fields) {
        return fields.maybeObject(FIELD).map(each -> {
            Optional<Duration> before = each.maybeDuration("restBefore");
            before.filter(time -> time.toSeconds() < 1 || time.compareTo(LONGEST) > 0
                    || !time.equals(Duration.ofSeconds(time.toSeconds()))).ifPresent(time -> {
                        throw new Invalid(each.name("restBefore"),
                                "must be of whole seconds, from PT1S to " + LONGEST);
                    });
            Deposit deposit = new Deposit(Share.read(each), before);
            each.done();
            return deposit;
        });
    }

    void checked(Optional<String> currency) {
        share.checked(FIELD, currency);
    }

    void write(Json json) {
        json.object(FIELD, out -> {
            share.write(out);
            out.put("restBefore", restBefore.map(Duration::toString));
        });
    }
}
