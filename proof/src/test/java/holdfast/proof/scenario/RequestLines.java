package holdfast.proof.scenario;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Limit;
import holdfast.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The lines that send a request: `ann holds floor 2 for 10m key k1`.
final class RequestLines {
    private final Holdfast engine;
    private final HoldNames cast;
    private final String workspace;
    private final Times times;

    RequestLines(Holdfast engine, HoldNames cast, String workspace, Times times) {
        this.engine = engine;
        this.cast = cast;
        this.workspace = workspace;
        this.times = times;
    }

    AnswerText ask(String who, LineTokens in) {
        AnswerText answer = switch (in.next("a verb")) {
            case "holds" -> holds(who, in);
            case "confirms" -> confirms(who, in);
            case "cancels" -> cancels(who, in, in.take("even") && in.take("booked"));
            case "extends" -> extend(who, in);
            case "exchanges" -> exchanges(who, in);
            case "blocks" -> blocks(who, in);
            case "unblocks" -> unblocks(who);
            default -> throw in.wrong("this is no verb of the life cycle");
        };
        in.end();
        return answer;
    }

    private AnswerText holds(String who, LineTokens in) {
        List<Claim> claims = new ClaimText(in, times).claims();
        Wishes wishes = Wishes.read(in);
        Optional<String> customer =
                wishes.anonymous() ? Optional.empty() : Optional.of(HoldNames.customer(who));
        HoldOutcome outcome = engine.hold(new HoldRequest(
                workspace, claims, wishes.holdFor(), customer, wishes.limits(), wishes.options()));
        if (outcome instanceof HoldOutcome.Granted granted) {
            cast.granted(who, granted.hold(), granted.again());
        }
        return telling().tell(outcome);
    }

    private AnswerText confirms(String who, LineTokens in) {
        ConfirmOutcome outcome = engine.confirm(
                new ConfirmRequest(
                        workspace, id(who), Wishes.read(in).options(), Optional.empty()));
        if (outcome instanceof ConfirmOutcome.Confirmed done) {
            cast.changed(who, done.booking(), done.again());
        }
        return telling().tell(outcome);
    }

    private AnswerText cancels(String who, LineTokens in, boolean evenBooked) {
        CancelOutcome outcome = engine.cancel(new CancelRequest(workspace, id(who), evenBooked,
                Wishes.read(in).options().key(), Optional.empty()));
        if (outcome instanceof CancelOutcome.Done done) {
            cast.changed(who, done.hold(), done.again());
        }
        return telling().tell(outcome);
    }

    private AnswerText extend(String who, LineTokens in) {
        Duration time = Times.length(in.next("for how long"), in);
        ExtendOutcome outcome = engine.extend(
                new ExtendRequest(workspace, id(who), time, Wishes.read(in).options().key()));
        if (outcome instanceof ExtendOutcome.Extended done) {
            cast.changed(who, done.hold(), done.again());
        }
        return telling().tell(outcome);
    }

    /// Without a version it is the one that the name has seen last.
    private AnswerText exchanges(String who, LineTokens in) {
        int version = in.peek().matches("v\\d+")
                ? Integer.parseInt(in.next("a version").substring(1))
                : cast.of(who).version();
        List<Claim> claims = new ClaimText(in, times).claims();
        Wishes wishes = Wishes.read(in);
        ExchangeOutcome outcome = engine.exchange(new ExchangeRequest(
                workspace, id(who), version, claims, wishes.counted(), wishes.options()));
        if (outcome instanceof ExchangeOutcome.Exchanged done) {
            cast.changed(who, done.hold(), done.again());
        }
        return telling().tell(outcome);
    }

    private AnswerText blocks(String who, LineTokens in) {
        List<Claim> claims = new ClaimText(in, times).claims();
        Optional<String> key = Wishes.read(in).options().key();
        if (!in.take("because")) {
            throw in.wrong("say because of what");
        }
        String reason = in.rest("a reason");
        BlockOutcome outcome = engine.block(new BlockRequest(workspace, claims, reason, key));
        if (outcome instanceof BlockOutcome.Blocked done) {
            cast.granted(who, done.block(), done.again());
        }
        return telling().tell(outcome);
    }

    private AnswerText unblocks(String who) {
        CancelOutcome outcome = engine.unblock(workspace, id(who));
        if (outcome instanceof CancelOutcome.Done done) {
            cast.changed(who, done.hold(), done.again());
        }
        return telling().tell(outcome);
    }

    private String id(String who) {
        return cast.of(who).id();
    }

    private OutcomeText telling() {
        return new OutcomeText(times, cast::nameOf);
    }

    /// The options behind the claims: `for 10m`, `limit concert takes 2 of 4`, `key k1`, `note n1`,
    /// `unlimited` for an exchange after which no limit counts.
    private record Wishes(
            Duration holdFor, boolean anonymous, List<Limit> limits, boolean unlimited,
            RequestOptions options) {

        /// Without a limit named, the limits that counted go on counting.
        Optional<List<Limit>> counted() {
            return limits.isEmpty() && !unlimited ? Optional.empty() : Optional.of(limits);
        }

        static Wishes read(LineTokens in) {
            Duration holdFor = HoldRequest.USUAL;
            boolean anonymous = false;
            boolean unlimited = false;
            List<Limit> limits = new ArrayList<>();
            RequestOptions options = RequestOptions.NONE;
            while (in.more() && !in.peek().equals("because")) {
                switch (in.next("a wish")) {
                    case "for" -> holdFor = Times.length(in.next("a length"), in);
                    case "anonymous" -> anonymous = true;
                    case "unlimited" -> unlimited = true;
                    case "limit" -> limits.add(limit(in));
                    case "key" -> options = options.key(in.next("a key"));
                    case "note" -> options = options.note(in.next("a note"));
                    default -> throw in.wrong(
                            "after the claims come for, limit, unlimited, key, note, anonymous");
                }
            }
            return new Wishes(holdFor, anonymous, limits, unlimited, options);
        }

        private static Limit limit(LineTokens in) {
            String scope = in.next("a scope");
            if (!in.take("takes")) {
                throw in.wrong("a limit is written: limit concert takes 2 of 4");
            }
            int takes = in.number("how many");
            if (!in.take("of")) {
                throw in.wrong("a limit is written: limit concert takes 2 of 4");
            }
            return new Limit(scope, in.number("how many at most"), takes);
        }
    }
}
