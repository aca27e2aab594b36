package holdfast.e2e.browser;

import com.microsoft.playwright.Page;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The screenshots of one rendering, and the accessibility violations on them.
final class PictureAlbum {
    private final String manner;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, List<String>> barriers = new LinkedHashMap<>();

    PictureAlbum(String manner) {
        this.manner = manner;
    }

    void keep(Page page, String name) {
        picture(page, name);
        List<String> found = BrowserWindow.barriers(page);
        if (!found.isEmpty()) {
            barriers.put(name, found);
        }
        Object wider = page.evaluate(
                "() => document.documentElement.scrollWidth > window.innerWidth");
        if (Boolean.TRUE.equals(wider)) {
            barriers.put(name + ", its width", List.of("it scrolls sideways"));
        }
    }

    /// Without axe, which needs scripts.
    void picture(Page page, String name) {
        names.add(name);
        BrowserWindow.shot(page, name + "-" + manner);
    }

    Set<String> names() {
        return names;
    }

    Map<String, List<String>> barriers() {
        return barriers;
    }
}
