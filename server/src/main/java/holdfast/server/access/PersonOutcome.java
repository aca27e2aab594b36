package holdfast.server.access;

/// What comes of a change of the people.
public sealed interface PersonOutcome {
    /// Somebody new, or somebody who may set a new password.
    ///
    /// @param invitation the word that lets them set a password, once
    record Invited(Person person, String invitation) implements PersonOutcome {}

    /// The same request invited this person before, and came in with another API key or session:
    /// the invitation was in the first answer and cannot be drawn again.
    record InvitedBefore(Person person) implements PersonOutcome {}

    record Changed(Person person) implements PersonOutcome {}

    record Removed(String id) implements PersonOutcome {}

    record NoSuchPerson(String id) implements PersonOutcome {}

    /// Somebody changed them meanwhile.
    record Stale(long version) implements PersonOutcome {}

    record EmailTaken(String email) implements PersonOutcome {}

    /// Without them nobody could change anything in the workspace.
    record LastOwner(String id) implements PersonOutcome {}

    record TooManyPeople(int most) implements PersonOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements PersonOutcome {}
}
