package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sequence of the board's columns: what services need first, usually people, comes before what
/// they need besides, usually rooms. Those of one role stand together.
record BoardPeople(Map<String, Integer> roles) {

    static BoardPeople of(Catalog catalog, String workspace) {
        Map<String, Integer> needs = new HashMap<>();
        for (Versioned<Service> service : catalog.all(workspace, Service.class)) {
            List<Service.Need> all = service.entry().needs();
            for (int at = 0; at < all.size(); at++) {
                // A service that needs one thing says nothing about people.
                int rank = all.size() == 1 ? 2 : at;
                all.get(at).anyOf().forEach(id -> needs.merge(id, rank, Math::min));
            }
        }
        Map<String, Integer> roles = new HashMap<>();
        catalog.all(workspace, Calendar.class).forEach(each -> roles.merge(
                each.entry().role().orElse(""), needs.getOrDefault(each.id(), 9), Math::min));
        return new BoardPeople(roles);
    }

    Comparator<JsonNode> order() {
        return Comparator.<JsonNode>comparingInt(each -> rank(each.path("role").asText()))
                .thenComparing(each -> each.path("role").asText())
                .thenComparing(each -> each.path("name").asText());
    }

    Comparator<Versioned<Calendar>> byId() {
        return Comparator.<Versioned<Calendar>>comparingInt(
                each -> rank(each.entry().role().orElse("")))
                .thenComparing(each -> each.entry().role().orElse(""))
                .thenComparing(each -> each.entry().name());
    }

    private int rank(String role) {
        return roles.getOrDefault(role, 9);
    }
}
