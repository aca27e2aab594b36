package holdfast.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Invalid;
import holdfast.server.catalog.Money;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests the parts that all pages share.
class ShellTest {
    private static final Languages LANGUAGES = new Languages("messages");

    private static Language speaks(String accepted) {
        return LANGUAGES.of(Optional.empty(), accepted);
    }

    @Test
    void choosesTheFirstKnownLanguageWithItsRegion() {
        assertThat(speaks("fr-FR, de-AT;q=0.8, en;q=0.5").tag()).isEqualTo("de-AT");
        assertThat(speaks("fr").tag()).isEqualTo("en");
        assertThat(speaks("no sense at all;;;").tag()).isEqualTo("en");
        assertThat(LANGUAGES.of(Optional.of("de"), "en-US").tag()).isEqualTo("de");
    }

    @Test
    void formatsMoneyByTheVisitorsLocale() {
        assertThat(speaks("en-GB").money(new Money(123_456, "EUR"))).isEqualTo("€1,234.56");
        assertThat(speaks("de-DE").money(new Money(123_456, "EUR")))
                .isEqualTo("1.234,56\u00a0€");
        assertThat(speaks("en-GB").money(new Money(5_900, "EUR"))).isEqualTo("€59");
        assertThat(speaks("en-US").money(new Money(500, "JPY"))).isEqualTo("¥500");
    }

    @Test
    void fillsInMessages() {
        assertThat(speaks("en").count("left", 1)).isEqualTo("1 left");
        assertThat(speaks("de-DE").count("left", 1_234)).isEqualTo("Noch 1.234 frei");
    }

    @Test
    void readsFormsAsBrowsersSendThem() {
        Form form = Form.of("seat=A-1&seat=A-2&name=J%C3%BCrgen+M&empty=&count=3");
        assertThat(form.all("seat")).containsExactly("A-1", "A-2");
        assertThat(form.must("name")).isEqualTo("Jürgen M");
        assertThat(form.first("empty")).isEmpty();
        assertThat(form.number("count", 1, 5)).isEqualTo(3);
        assertThatThrownBy(() -> form.number("count", 1, 2)).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> Form.of("a=%zz")).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> Form.of("a=b&".repeat(2_000))).isInstanceOf(Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffff00", "#000000", "#0b6e4f", "#ff0000", "#ffffff", "#3333ff",
            "#1f6f63"})
    void makesAColourReadableOnLightAndOnDark(String colour) {
        String css = AccentColour.of(colour).css();
        String light = css.replaceAll("(?s).*?--accent:(#[0-9a-f]{6}).*", "$1");
        String dark = css.replaceAll("(?s).*--accent:(#[0-9a-f]{6}).*", "$1");
        readable(AccentColour.of(light), AccentColour.of("#ffffff"), 0.09);
        readable(AccentColour.of(dark), AccentColour.of("#1d2220"), 0.14);
    }

    /// On the paper, and where the style sheet tints it with the accent.
    private static void readable(AccentColour ink, AccentColour paper, double tint) {
        assertThat(ink.contrast(paper)).isGreaterThan(4.5);
        assertThat(ink.contrast(paper.mixed(ink, tint))).isGreaterThan(4.5);
    }

    @Test
    void changesTheAddressOfAChangedAsset() {
        Assets assets = Assets.load();
        assertThat(assets.at("storefront.css")).matches("/assets/[0-9a-f]{12}/storefront\\.css");
        assertThat(assets.has("nothing.css")).isFalse();
    }
}
