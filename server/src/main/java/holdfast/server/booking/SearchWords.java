package holdfast.server.booking;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Normalizes names for the search: without accents, in lower case, without punctuation. Each word
/// of a search is a prefix of a word of the name, in any order.
public final class SearchWords {
    /// An index entry has a maximum length, and the number of entries for one name is bounded.
    private static final int LONGEST = 60;
    private static final int MOST = 40;
    private static final int MOST_WANTED = 8;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /// A character that no text in the database can have.
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    /// Sorts after every text that begins with what precedes it.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private SearchWords() {}

    /// The words by which a name is found: those between its spaces, and the parts of each between
    /// punctuation marks, so that O'Neil is found as o'neil and as neil.
    static Set<String> of(String name) {
        return of(name, MOST);
    }

    private static Set<String> of(String text, int most) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : SPACE.split(folded(text), -1)) {
            add(words, word, most);
            for (String part : SIGNS.split(word, -1)) {
                add(words, part, most);
            }
        }
        return words;
    }

    private static void add(Set<String> words, String word, int most) {
        if (!word.isEmpty() && words.size() < most) {
            words.add(cut(word));
        }
    }

    /// The words of a search, longest first: the longest probably has the fewest matches.
    static List<String> wanted(String text) {
        return Arrays.stream(SPACE.split(folded(text), -1)).filter(word -> !word.isEmpty())
                .map(SearchWords::cut).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_WANTED).toList();
    }

    /// The first text after all that begin with a word.
    static String beyond(String word) {
        return word + LAST;
    }

    static boolean fits(String wanted, String name) {
        return fits(wanted, of(name));
    }

    /// Whether a text of any length has every word of a search.
    public static boolean isIn(String text, String wanted) {
        return fits(wanted, of(text, Integer.MAX_VALUE));
    }

    private static boolean fits(String wanted, Set<String> words) {
        return wanted(wanted).stream().allMatch(
                want -> words.stream().anyMatch(word -> word.startsWith(want)));
    }

    private static String cut(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    /// A mail address in the form that is compared.
    static String mail(String text) {
        return UNFIT.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /// By way of upper case, so that ß becomes ss and the dotless ı becomes i.
    private static String folded(String text) {
        String kept = UNFIT.matcher(text).replaceAll(" ");
        String bare = MARKS.matcher(Normalizer.normalize(kept, Normalizer.Form.NFKD))
                .replaceAll("");
        String small = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return MARKS.matcher(Normalizer.normalize(small, Normalizer.Form.NFKD)).replaceAll("")
                .replace('ς', 'σ').replace('ø', 'o').replace('ł', 'l').replace('đ', 'd')
                .replace("æ", "ae").replace("œ", "oe");
    }
}
