package holdfast.e2e.browser;

import java.util.Locale;

/// Playwright makes names of its own by writing letters small or big as the machine's language has
/// them, and in Turkish some of them become words that nobody knows.
final class PlaywrightLocale {
    private PlaywrightLocale() {}

    static void plainly(Runnable what) {
        Locale here = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            what.run();
        } finally {
            Locale.setDefault(here);
        }
    }
}
