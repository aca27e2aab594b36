package holdfast.e2e.browser;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The system's Chromium, without its windows where it is packaged so: it starts and loads faster.
final class Chromium extends InstalledBrowser {
    private static final Names NAMES = new Names("Chromium",
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
                    "google-chrome-stable", "chrome.exe"),
            List.of("/Applications/Chromium.app/Contents/MacOS/Chromium",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            "chromium");

    Chromium() {
        super(NAMES);
    }

    static Optional<Path> find() {
        return find(NAMES);
    }
}
