package holdfast.e2e.browser;

import java.util.Locale;

/// Playwright changes its names' case by the machine's locale, and in Turkish some become unknown
/// names.
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
