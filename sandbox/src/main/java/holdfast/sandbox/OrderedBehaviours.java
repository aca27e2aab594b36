package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The behaviours that tests have ordered. The first that matches applies.
final class OrderedBehaviours {
    private final List<OrderedBehaviour> ordered = new ArrayList<>();

    OrderedBehaviour add(@Nullable SandboxAccount account, String on, Enum<?>[] faults,
            ObjectNode settings) {
        String fault = settings.path("do").asText();
        if (Arrays.stream(faults).noneMatch(each -> name(each).equals(fault))) {
            throw StripeErrorException.invalid(null, "`do` must be one of "
                    + Arrays.stream(faults).map(OrderedBehaviours::name).toList(), "do");
        }
        OrderedBehaviour behaviour = new OrderedBehaviour(account, on, fault, settings);
        ordered.add(behaviour);
        return behaviour;
    }

    /// `LOSE_REPLY` is `loseReply`.
    static String name(Enum<?> fault) {
        StringBuilder name = new StringBuilder();
        for (String word : fault.name().split("_", -1)) {
            name.append(name.isEmpty() ? word.toLowerCase(Locale.ROOT)
                    : word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    Optional<OrderedBehaviour> take(SandboxAccount account, String name,
            @Nullable FormParameters parameters,
            List<ObjectNode> objects) {
        return ordered.stream()
                .filter(each -> each.take(account, name, parameters, objects)).findFirst();
    }

    void clear(@Nullable SandboxAccount account) {
        ordered.removeIf(each -> each.isFor(account));
    }

    List<ObjectNode> json(@Nullable SandboxAccount account) {
        return ordered.stream().filter(each -> each.isFor(account)).map(OrderedBehaviour::json)
                .toList();
    }

    /// An object and those that it belongs to: charge, payment intent, session. A behaviour for a
    /// session's reference also applies to the refund of what was paid in it.
    static List<ObjectNode> related(SandboxAccount account, @Nullable ObjectNode object) {
        List<ObjectNode> found = new ArrayList<>();
        if (object == null) {
            return found;
        }
        found.add(object);
        String intent =
                SandboxJson.is(object, "object", "payment_intent") ? SandboxJson.text(object, "id")
                        : SandboxJson.text(object, "payment_intent");
        String charge = SandboxJson.text(object, "charge");
        add(found, charge == null ? null : account.find("charge", charge));
        if (intent != null) {
            add(found, account.find("payment_intent", intent));
            String session = SandboxJson.text(account.note(intent), "session");
            add(found, session == null ? null : account.find("checkout.session", session));
        }
        return found;
    }

    private static void add(List<ObjectNode> found, @Nullable ObjectNode object) {
        if (object != null) {
            found.add(object);
        }
    }
}
