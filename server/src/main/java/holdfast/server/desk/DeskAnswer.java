package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.web.Language;

/// The answer of the API to a page.
sealed interface DeskAnswer {
    /// It was read or changed.
    ///
    /// @param json what was read or changed; missing if the answer is empty
    record Done(JsonNode json) implements DeskAnswer {}

    /// A refusal, which changed nothing.
    ///
    /// @param outcome its name, as in `stale`
    /// @param field   the field that caused it; empty if none did
    /// @param detail  the API's sentence about it
    /// @param json    the whole problem
    record Refused(String outcome, String field, String detail, JsonNode json)
            implements DeskAnswer {
        /// What the page says about it. The API's sentence helps where the desk has none.
        String text(Language language) {
            String word = field.replaceFirst(".*\\.", "").replaceFirst("\\[.*", "");
            String key = field.isEmpty() ? "desk.refused." + outcome : "desk.invalid." + word;
            return language.has(key) ? language.say(key, detail) : detail;
        }

        /// The same about the field of the page.
        Refused about(String name) {
            return new Refused(outcome, name, detail, json);
        }
    }
}
