package holdfast.server.docs;

import java.util.List;

/// The first page of the documentation: five requests, with the reader's own keys.
public final class StartPage {
    private StartPage() {}

    /// The page's data.
    public record View(List<Step> steps) {}

    /// One request.
    public record Step(int number, String title, String about, List<Code> codes) {}

    /// The request in one language, and the program that it is a part of.
    public record Code(String language, String text, String program) {}
}
