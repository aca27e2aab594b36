package holdfast.server.api;

import holdfast.server.http.Answer;
import holdfast.server.http.Call;
import holdfast.server.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A list, page by page: `?limit=&after=`, and `next` for the one that follows.
final class Paging {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private Paging() {}

    static int limit(Call call) {
        return (int) call.queryNumber("limit", USUAL, 1, MOST);
    }

    /// @param all in sequence, whole
    /// @param mark what an entry is called in `after`
    static <T> Answer page(
            Call call, List<T> all, Function<T, String> mark, BiConsumer<Json, T> write) {
        Optional<String> after = call.query("after");
        int from = 0;
        if (after.isPresent()) {
            for (int at = 0; at < all.size(); at++) {
                if (mark.apply(all.get(at)).equals(after.get())) {
                    from = at + 1;
                }
            }
            if (from == 0) {
                throw new holdfast.Invalid("after", "must be the next of a page before");
            }
        }
        List<T> page = all.subList(from, Math.min(all.size(), from + limit(call)));
        boolean more = from + page.size() < all.size();
        return Answer.json(200, json -> {
            json.array("items", page, write);
            if (more) {
                json.put("next", mark.apply(page.getLast()));
            }
        });
    }
}
