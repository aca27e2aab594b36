package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What it costs to cancel or change a booking late, and not to come. A booking keeps the rules of
/// the version that it was sold by.
///
/// @param cancel by how long before the start; of those that apply the shortest time counts
public record FeeRules(List<Fee> cancel, List<Fee> change, Optional<Share> noShow) {
    public static final FeeRules NONE = new FeeRules(List.of(), List.of(), Optional.empty());
    private static final String FIELD = "fees";
    private static final Duration ALWAYS = Duration.ofDays(100_000);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST = 10;

    /// A fee within this time before the start; always if it is empty.
    public record Fee(Optional<Duration> within, Share share) {
        Duration time() {
            return within.orElse(ALWAYS);
        }
    }

    public FeeRules {
        cancel = List.copyOf(cancel);
        change = List.copyOf(change);
    }

    /// The fee that applies so long before the start.
    public static Optional<Share> at(List<Fee> fees, Duration left) {
        return fees.stream().filter(fee -> left.compareTo(fee.time()) <= 0)
                .min(Comparator.comparing(Fee::time)).map(Fee::share);
    }

    static FeeRules read(Fields fields) {
        Optional<Fields> found = fields.maybeObject(FIELD);
        if (found.isEmpty()) {
            return NONE;
        }
        Fields rules = found.get();
        FeeRules read = new FeeRules(fees(rules, "cancel"), fees(rules, "change"),
                rules.maybeObject("noShow").map(each -> {
                    Share share = Share.read(each);
                    each.done();
                    return share;
                }));
        rules.done();
        return read;
    }

    private static List<Fee> fees(Fields rules, String verb) {
        List<Fee> fees = rules.objects(verb, MOST, each -> new Fee(within(each), Share.read(each)));
        for (int at = 0; at < fees.size(); at++) {
            Duration time = fees.get(at).time();
            if (fees.subList(0, at).stream().anyMatch(fee -> fee.time().equals(time))) {
                throw new Invalid(rules.name(verb) + "[" + at + "].within",
                        "is another fee's as well");
            }
        }
        return fees;
    }

    private static Optional<Duration> within(Fields fields) {
        Optional<Duration> within = fields.maybeDuration("within");
        within.filter(time -> time.toSeconds() < 1 || time.compareTo(LONGEST) > 0
                || !time.equals(Duration.ofSeconds(time.toSeconds()))).ifPresent(time -> {
                    throw new Invalid(fields.name("within"),
                            "must be of whole seconds, from PT1S to " + LONGEST);
                });
        return within;
    }

    /// Its amounts are in the currency of the prices.
    void checked(Optional<String> currency) {
        checked("cancel", cancel, currency);
        checked("change", change, currency);
        noShow.ifPresent(share -> share.checked(FIELD + ".noShow", currency));
    }

    private static void checked(String verb, List<Fee> fees, Optional<String> currency) {
        for (int at = 0; at < fees.size(); at++) {
            fees.get(at).share().checked(FIELD + "." + verb + "[" + at + "]", currency);
        }
    }

    void write(Json json) {
        if (equals(NONE)) {
            return;
        }
        json.object(FIELD, out -> {
            out.array("cancel", cancel, FeeRules::write);
            out.array("change", change, FeeRules::write);
            noShow.ifPresent(share -> out.object("noShow", share::write));
        });
    }

    private static void write(Json json, Fee fee) {
        json.put("within", fee.within().map(Duration::toString));
        fee.share().write(json);
    }
}
