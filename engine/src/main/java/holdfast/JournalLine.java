package holdfast;

import java.time.Instant;
import java.util.Optional;

/// One line of the journal: what happened to one inventory. Versions of an inventory have no gaps.
///
/// `effect` is `offer` (the inventory is now as `claim` says), `take` (a claim begins), `keep` (the
/// claim has another state or deadline from now on) or `give` (the claim ends); `verb` says why.
public record JournalLine(
        Kind kind, String inventory, long version, Instant at, Happening what, Subject of) {

    public record Happening(String verb, String effect, Optional<String> note) {}

    /// The claim that moved, and the hold it belongs to; `until` is absent where nothing lapses.
    public record Subject(
            Optional<String> hold, int holdVersion, String claim, Optional<Instant> until) {}
}
