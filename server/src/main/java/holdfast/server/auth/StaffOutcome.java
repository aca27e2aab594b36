package holdfast.server.auth;

/// What comes of a change of the people.
public sealed interface StaffOutcome {
    /// Somebody new, or somebody who may set a new password.
    ///
    /// @param invitation the word that lets them set a password, once
    record Invited(StaffMember person, String invitation) implements StaffOutcome {}

    /// The same request invited this person before, and came in with another API key or session:
    /// the invitation was in the first answer and cannot be drawn again.
    record InvitedBefore(StaffMember person) implements StaffOutcome {}

    record Changed(StaffMember person) implements StaffOutcome {}

    record Removed(String id) implements StaffOutcome {}

    record NoSuchPerson(String id) implements StaffOutcome {}

    /// Somebody changed them meanwhile.
    record Stale(long version) implements StaffOutcome {}

    record EmailTaken(String email) implements StaffOutcome {}

    /// Without them nobody could change anything in the workspace.
    record LastOwner(String id) implements StaffOutcome {}

    record TooManyPeople(int most) implements StaffOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements StaffOutcome {}
}
