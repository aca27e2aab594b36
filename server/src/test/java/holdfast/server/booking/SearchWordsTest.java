package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchWordsTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
            "Anna  Müller           | anna",
            "Anna  Müller           | ANNA MÜ",
            "Anna  Müller           | muller an",
            "Ann \"Bee\" Cee        | \"bee",
            "Ann \"Bee\" Cee        | bee",
            "Ann \"Bee\" Cee        | ann \"Bee\" cee",
            "O\\Neil                | o\\n",
            "O\\Neil                | neil",
            "Seán O'Brien-Łowicz    | o'brien-lo",
            "Seán O'Brien-Łowicz    | sean lowicz",
            "İpek IŞIK              | ipek",
            "İpek IŞIK              | İPEK ışık",
            "Weiß                   | WEISS",
            "100% Köln_             | 100%",
            "山田 太郎              | 太",
    })
    void isFound(String name, String wanted) {
        assertThat(SearchWords.fits(wanted, name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Anna Müller | nna",
            "Anna Müller | anna meier",
            "Anna Müller | ann_",
            "Anna Müller | %",
    })
    void isNotFound(String name, String wanted) {
        assertThat(SearchWords.fits(wanted, name)).isFalse();
    }

    @Test
    void boundsTheWordsOfAName() {
        assertThat(SearchWords.of("x".repeat(300))).containsExactly("x".repeat(60));
        assertThat(SearchWords.fits("x".repeat(200), "x".repeat(200))).isTrue();
        assertThat(SearchWords.of("ﷺ".repeat(200)).stream()
                .allMatch(word -> word.length() <= 60)).isTrue();
        assertThat(SearchWords.of(" ")).isEmpty();
    }
}
