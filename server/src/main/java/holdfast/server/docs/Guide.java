package holdfast.server.docs;

import java.util.List;

/// A page of the documentation.
///
/// @param name   the last part of its address, and its file's name
/// @param title  its first heading
/// @param source its text as Markdown
record Guide(String name, String title, String source) {

    /// Guides that are read together.
    record Group(String title, List<Guide> guides) {}

    /// All guides, in the order in which they are read.
    static List<Group> all() {
        return List.of(
                group("Start", "getting-started", "concepts"),
                group("Sell", "seats", "capacity", "time", "prices"),
                group("Check out", "storefront", "payments", "sandbox", "tickets", "receipts",
                        "mail", "desk", "reports"),
                group("Build", "http", "outcomes", "elements", "webhooks", "library"),
                group("Run", "install", "operating", "lifecycle", "guarantees", "numbers"));
    }

    private static Group group(String title, String... names) {
        return new Group(title, List.of(names).stream().map(Guide::read).toList());
    }

    private static Guide read(String name) {
        String source = RouteDocs.text(name + ".md");
        String first = source.lines().findFirst().orElse("");
        return new Guide(name, first.replaceFirst("^#+ *", ""), source);
    }
}
