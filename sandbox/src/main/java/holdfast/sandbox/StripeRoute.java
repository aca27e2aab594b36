package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A route of the API: its name for behaviours, the parameters it knows, and what it does.
record StripeRoute(String name, String method, Pattern path, List<String> parameters,
        Function<StripeCall, ObjectNode> operation) {

    static StripeRoute of(String name, String method, String path, String parameters,
            Function<StripeCall, ObjectNode> operation) {
        List<String> known = new ArrayList<>(List.of("expand[]"));
        if (!parameters.isEmpty()) {
            known.addAll(List.of(parameters.strip().split("\\s+")));
        }
        return new StripeRoute(name, method,
                Pattern.compile(path.replace("{id}", "([A-Za-z0-9_]+)")), known, operation);
    }

    /// The ids in the path, if it is a path of this route.
    Optional<List<String>> ids(String asked) {
        Matcher matcher = path.matcher(asked);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> ids = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            ids.add(matcher.group(group));
        }
        return Optional.of(ids);
    }
}
