package holdfast.server.api;

import holdfast.server.http.Request;
import holdfast.server.http.Response;
import holdfast.server.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Pagination: `?limit=&after=`, and `next` for the following page.
final class Paging {
    private static final int USUAL = 50;
    private static final int MOST = 500;
    /// A name has up to 200 characters; its mark has four characters for every three of its bytes.
    private static final int LONGEST = 2_000;

    private Paging() {}

    static int limit(Request request) {
        return (int) request.queryNumber("limit", USUAL, 1, MOST);
    }

    /// @param all   the whole list, in any order
    /// @param place an entry's position; no two entries have the same
    static <T> Response page(
            Request request, List<T> all, Function<T, PageMark> place, BiConsumer<Json, T> write) {
        Optional<PageMark> after = request.query("after", LONGEST).map(PageMark::read);
        List<T> rest = all.stream()
                .filter(each -> after.isEmpty() || place.apply(each).compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(place)).toList();
        List<T> page = rest.subList(0, Math.min(rest.size(), limit(request)));
        return Response.json(200, json -> {
            json.array("items", page, write);
            if (page.size() < rest.size()) {
                json.put("next", place.apply(page.getLast()).mark());
            }
        });
    }
}
