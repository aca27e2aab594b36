package holdfast.server.storefront;

import holdfast.server.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a visitor looks for in the programme, from the address of the page.
///
/// @param words what is searched for; empty for everything
/// @param most  the highest price, in the currency's smallest unit
/// @param page  from 1
public record ProgrammeQuery(
        String words, Optional<LocalDate> day, Kind kind, Optional<Long> most, int page) {
    private static final int LONGEST = 200;
    private static final int MOST_PAGES = 10_000;

    /// The kinds of offers.
    public enum Kind {
        ALL, EVENTS, SERVICES;

        /// Its text in addresses.
        @Override
        public String toString() {
            return this == ALL ? "" : name().toLowerCase(java.util.Locale.ROOT);
        }

        /// The key of its name among the messages.
        public String key() {
            return "home.kind." + name().toLowerCase(java.util.Locale.ROOT);
        }

        private static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.toString().equals(text)) {
                    return kind;
                }
            }
            return ALL;
        }
    }

    /// Whatever cannot be read counts as not asked for, because people edit addresses.
    static ProgrammeQuery read(Request request) {
        String words = request.query("q").orElse("").strip();
        return new ProgrammeQuery(words.substring(0, Math.min(words.length(), LONGEST)),
                request.query("day").flatMap(ProgrammeQuery::day),
                Kind.of(request.query("kind").orElse("")),
                request.query("price").filter(text -> text.matches("[0-9]{1,12}"))
                        .map(Long::parseLong),
                request.query("page").filter(text -> text.matches("[0-9]{1,5}"))
                        .map(Integer::parseInt).map(page -> Math.clamp(page, 1, MOST_PAGES))
                        .orElse(1));
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /// Whether it leaves anything out.
    public boolean narrows() {
        return !words.isEmpty() || day.isPresent() || kind != Kind.ALL || most.isPresent();
    }

    public boolean is(LocalDate other) {
        return day.equals(Optional.of(other));
    }

    public boolean costs(long other) {
        return most.equals(Optional.of(other));
    }

    boolean affords(Optional<Long> amount) {
        return most.isEmpty() || amount.filter(each -> each <= most.get()).isPresent();
    }

    /// The address of another page of the same search.
    String at(int other) {
        List<String> all = new ArrayList<>();
        if (!words.isEmpty()) {
            all.add("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8));
        }
        day.ifPresent(each -> all.add("day=" + each));
        if (kind != Kind.ALL) {
            all.add("kind=" + kind);
        }
        most.ifPresent(each -> all.add("price=" + each));
        if (other > 1) {
            all.add("page=" + other);
        }
        return all.isEmpty() ? "" : "?" + String.join("&", all);
    }
}
