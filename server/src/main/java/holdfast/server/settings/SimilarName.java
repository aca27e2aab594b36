package holdfast.server.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Suggests a known name for a misspelt one.
final class SimilarName {
    private static final int MOST = 60;

    private SimilarName() {}

    /// Empty if more than a third of the letters differ.
    static Optional<String> to(String name, Collection<String> known) {
        String unknown = name.substring(0, Math.min(name.length(), MOST));
        return known.stream()
                .min(Comparator.<String>comparingInt(each -> apart(unknown, each))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(each -> apart(unknown, each) <= each.length() / 3);
    }

    /// The edit distance: letters to insert, delete or change.
    private static int apart(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] line = new int[above.length];
            line[0] = row;
            for (int column = 1; column < line.length; column++) {
                int changed = above[column - 1]
                        + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(changed, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[other.length()];
    }
}
