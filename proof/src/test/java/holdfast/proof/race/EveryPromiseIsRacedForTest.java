package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every constraint between rows has a race, because only two requests at once can break it. (A
/// check of one row needs none, except the two that the sale of pools depends on.)
class EveryPromiseIsRacedForTest {
    private static final Path SCHEMA = Path.of("../engine/src/main/resources/holdfast/schema");
    private static final Path RACES = Path.of("src/test/java/holdfast/proof/race");
    private static final Pattern BETWEEN_ROWS = Pattern.compile(
            "CONSTRAINT\\s+(\\w+)\\s+(?:PRIMARY KEY|UNIQUE|EXCLUDE|FOREIGN KEY)"
                    + "|CREATE UNIQUE INDEX\\s+(\\w+)|CONSTRAINT\\s+(pool_never_\\w+)");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(\\w+)\"\\)");

    @Test
    void hasARaceForEachPromiseAndAPromiseForEachTag() throws IOException {
        assertThat(names(RACES, TAG)).isEqualTo(names(SCHEMA, BETWEEN_ROWS));
    }

    private static Set<String> names(Path folder, Pattern pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher matcher = pattern.matcher(
                        Files.readString(file).replaceAll("(?m)^\\s*--.*$", ""));
                while (matcher.find()) {
                    for (int group = 1; group <= matcher.groupCount(); group++) {
                        if (matcher.group(group) != null) {
                            names.add(matcher.group(group));
                        }
                    }
                }
            }
        }
        return names;
    }
}
