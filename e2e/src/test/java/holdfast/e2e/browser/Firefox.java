package holdfast.e2e.browser;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The system's Firefox.
final class Firefox extends InstalledBrowser {
    private static final Names NAMES = new Names("Firefox",
            List.of("firefox-esr", "firefox", "firefox.exe"),
            List.of("/Applications/Firefox.app/Contents/MacOS/firefox"), "firefox-esr");

    Firefox() {
        super(NAMES);
    }

    static Optional<Path> find() {
        return find(NAMES);
    }
}
