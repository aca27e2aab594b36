package holdfast.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Lists of objects with Stripe's filters and pages, and expansion of ids to objects.
final class ObjectLists {
    /// The parameters of every list.
    static final String PARAMETERS = "limit starting_after ending_before created created[gt] "
            + "created[gte] created[lt] created[lte] ";

    private ObjectLists() {}

    static ObjectNode list(StripeCall call, String kind, String url, List<String> filters) {
        FormParameters parameters = call.parameters();
        long limit = parameters.integer("limit").orElse(10);
        if (limit < 1 || limit > 100) {
            throw StripeErrorException.invalid("parameter_invalid_integer",
                    "A limit must be from 1 to 100.", "limit");
        }
        List<ObjectNode> found = new ArrayList<>(call.account().newestFirst(kind)
                .filter(object -> wanted(object, parameters, filters)).toList());
        String after = parameters.text("starting_after").orElse(null);
        String before = parameters.text("ending_before").orElse(null);
        boolean backwards = before != null;
        if (after != null) {
            found = found.subList(place(call, kind, found, after, "starting_after") + 1,
                    found.size());
        } else if (before != null) {
            found = found.subList(0, place(call, kind, found, before, "ending_before"));
        }
        boolean more = found.size() > limit;
        if (more) {
            found = backwards ? found.subList(found.size() - (int) limit, found.size())
                    : found.subList(0, (int) limit);
        }
        ObjectNode list = SandboxJson.object().put("object", "list");
        list.set("data", SandboxJson.array(found));
        return list.put("has_more", more).put("url", url);
    }

    private static int place(StripeCall call, String kind, List<ObjectNode> found, String id,
            String param) {
        return found.indexOf(call.account().get(kind, id, param));
    }

    private static boolean wanted(ObjectNode object, FormParameters parameters,
            List<String> filters) {
        long created = object.path("created").asLong();
        for (String filter : filters) {
            String value = parameters.text(filter).orElse(null);
            if (value != null && !SandboxJson.is(object, filter, value)) {
                return false;
            }
        }
        List<String> types = parameters.list("types");
        return (types.isEmpty() || types.contains(object.path("type").asText()))
                && parameters.integer("created").orElse(created) == created
                && created > parameters.integer("created[gt]").orElse(Long.MIN_VALUE)
                && created >= parameters.integer("created[gte]").orElse(Long.MIN_VALUE)
                && created < parameters.integer("created[lt]").orElse(Long.MAX_VALUE)
                && created <= parameters.integer("created[lte]").orElse(Long.MAX_VALUE);
    }

    /// A copy of what is answered, with the objects that `expand` names in place of their ids.
    static ObjectNode expanded(StripeCall call, ObjectNode answer) {
        ObjectNode copy = answer.deepCopy();
        for (String path : call.parameters().list("expand")) {
            expand(call.account(), copy, List.of(path.split("\\.", -1)));
        }
        return copy;
    }

    private static void expand(SandboxAccount account, ObjectNode object, List<String> path) {
        String field = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        if (field.equals("line_items") && SandboxJson.is(object, "object", "checkout.session")) {
            object.set(field, SandboxSessions.itemList(account, object.path("id").asText()));
        }
        JsonNode value = object.path(field);
        if (value.isTextual()) {
            account.findAny(value.asText())
                    .ifPresent(found -> object.set(field, found.deepCopy()));
        } else if (value.isMissingNode()) {
            throw StripeErrorException.invalid(null, "This property cannot be expanded (" + field
                    + ").", "expand");
        }
        if (!rest.isEmpty()) {
            if (object.path(field) instanceof ObjectNode inner) {
                expand(account, inner, rest);
            } else if (object.path(field) instanceof ArrayNode inner) {
                inner.forEach(each -> expand(account, (ObjectNode) each, rest));
            }
        }
    }
}
