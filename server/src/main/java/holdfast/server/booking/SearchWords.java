package holdfast.server.booking;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a name as they are compared: without accents, in small letters, whatever is between
/// them. Each word of a search is the beginning of a word of the name, in any sequence.
final class SearchWords {
    /// An entry of an index has its limit, and so has what one name may cost.
    private static final int LONGEST = 60;
    private static final int MOST = 40;
    private static final int MOST_WANTED = 8;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /// What no text of the database can have.
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    /// After every text that begins with what is in front of it.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private SearchWords() {}

    /// The words by which a name is found: those between its spaces, and what stands between the
    /// signs of each, so that O'Neil is found as o'neil and as neil.
    static Set<String> of(String name) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : SPACE.split(folded(name), -1)) {
            add(words, word);
            for (String part : SIGNS.split(word, -1)) {
                add(words, part);
            }
        }
        return words;
    }

    private static void add(Set<String> words, String word) {
        if (!word.isEmpty() && words.size() < MOST) {
            words.add(cut(word));
        }
    }

    /// What is looked for, the longest word first: it probably has the fewest names.
    static List<String> wanted(String text) {
        return Arrays.stream(SPACE.split(folded(text), -1)).filter(word -> !word.isEmpty())
                .map(SearchWords::cut).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(MOST_WANTED).toList();
    }

    /// The first text that is after all which begin with a word.
    static String beyond(String word) {
        return word + LAST;
    }

    static boolean fits(String wanted, String name) {
        Set<String> words = of(name);
        return wanted(wanted).stream().allMatch(
                want -> words.stream().anyMatch(word -> word.startsWith(want)));
    }

    private static String cut(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    /// A mail address as it is compared.
    static String mail(String text) {
        return UNFIT.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /// Through capitals, so that ß is ss and the dotless ı an i.
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
