package holdfast.server.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Finds sections of the documentation by words. The index is in memory, and no other server is
/// asked.
final class DocsSearch {
    private static final int MOST = 20;
    private static final int BEFORE = 60;
    private static final int SHOWN = 180;

    private final List<Entry> entries = new ArrayList<>();

    /// What can be found.
    ///
    /// @param place the page that it is on
    private record Entry(String place, String title, String href, String text, String searched) {}

    /// A section with all the words.
    ///
    /// @param words the text around the first of them
    record Hit(String place, String title, String href, String words) {}

    void add(String place, String title, String href, String text) {
        entries.add(new Entry(place, title, href, text, text.toLowerCase(Locale.ROOT)));
    }

    List<Hit> find(String query) {
        List<String> words = Stream.of(query.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty()).toList();
        if (words.isEmpty()) {
            return List.of();
        }
        record Ranked(Entry entry, int rank) {}
        return entries.stream().map(entry -> new Ranked(entry, rank(entry, words)))
                .filter(ranked -> ranked.rank() > 0)
                .sorted(Comparator.comparingInt((Ranked ranked) -> -ranked.rank()))
                .limit(MOST).map(ranked -> hit(ranked.entry(), words)).toList();
    }

    /// 0 unless every word is there. A word in the title counts most.
    private static int rank(Entry entry, List<String> words) {
        String title = entry.title().toLowerCase(Locale.ROOT);
        String place = entry.place().toLowerCase(Locale.ROOT);
        int rank = 0;
        for (String word : words) {
            int one = (title.contains(word) ? 20 : 0) + (place.contains(word) ? 5 : 0)
                    + Math.min(4, times(entry.searched(), word));
            if (one == 0) {
                return 0;
            }
            rank += one;
        }
        return rank;
    }

    private static int times(String text, String word) {
        int times = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            times++;
        }
        return times;
    }

    private static Hit hit(Entry entry, List<String> words) {
        int first = words.stream().mapToInt(entry.searched()::indexOf).filter(at -> at >= 0).min()
                .orElse(0);
        int from = first <= BEFORE ? 0 : entry.text().indexOf(' ', first - BEFORE) + 1;
        int to = Math.min(entry.text().length(), from + SHOWN);
        return new Hit(entry.place(), entry.title(), entry.href(),
                (from > 0 ? "… " : "") + entry.text().substring(from, to)
                        + (to < entry.text().length() ? " …" : ""));
    }
}
