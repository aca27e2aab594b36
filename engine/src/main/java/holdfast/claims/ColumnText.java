package holdfast.claims;

import holdfast.Effect;
import holdfast.Verb;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The text of states, verbs and effects, as the tables have it. No other class spells it.
public final class ColumnText {
    private static final Map<String, HoldState> STATES = byText(HoldState.values(), ColumnText::of);
    private static final Map<String, Verb> VERBS = byText(Verb.values(), ColumnText::of);
    private static final Map<String, Effect> EFFECTS = byText(Effect.values(), ColumnText::of);

    private ColumnText() {}

    public static String of(HoldState state) {
        return switch (state) {
            case HELD -> "held";
            case BOOKED -> "booked";
            case BLOCKED -> "blocked";
            case CANCELLED -> "cancelled";
            case EXPIRED -> "expired";
        };
    }

    public static String of(Verb verb) {
        return switch (verb) {
            case OFFER -> "offer";
            case WITHDRAW -> "withdraw";
            case BLOCK -> "block";
            case UNBLOCK -> "unblock";
            case HOLD -> "hold";
            case EXTEND -> "extend";
            case EXCHANGE -> "exchange";
            case CONFIRM -> "confirm";
            case CANCEL -> "cancel";
            case EXPIRE -> "expire";
        };
    }

    public static String of(Effect effect) {
        return switch (effect) {
            case OFFER -> "offer";
            case TAKE -> "take";
            case KEEP -> "keep";
            case GIVE -> "give";
        };
    }

    public static HoldState state(String text) {
        return known(STATES.get(text), text);
    }

    public static Verb verb(String text) {
        return known(VERBS.get(text), text);
    }

    public static Effect effect(String text) {
        return known(EFFECTS.get(text), text);
    }

    private static <E> E known(@Nullable E found, String text) {
        if (found == null) {
            throw new IllegalStateException("no such state, verb or effect: " + text);
        }
        return found;
    }

    private static <E> Map<String, E> byText(E[] all, Function<E, String> text) {
        return Arrays.stream(all).collect(Collectors.toUnmodifiableMap(text, each -> each));
    }
}
