package holdfast.server.auth;

/// The outcome of a change of the staff.
public sealed interface StaffOutcome {
    /// A new person, or one who may set a new password.
    ///
    /// @param invitation the secret for setting a password once
    record Invited(StaffMember person, String invitation) implements StaffOutcome {}

    /// The same request invited this person before, sent with another API key or session: the
    /// invitation was in the first answer and cannot be derived again.
    record InvitedBefore(StaffMember person) implements StaffOutcome {}

    record Changed(StaffMember person) implements StaffOutcome {}

    record Removed(String id) implements StaffOutcome {}

    record NoSuchPerson(String id) implements StaffOutcome {}

    /// The person was changed meanwhile.
    record Stale(long version) implements StaffOutcome {}

    record EmailTaken(String email) implements StaffOutcome {}

    /// The last owner: without them the workspace could not be changed any more.
    record LastOwner(String id) implements StaffOutcome {}

    record TooManyPeople(int most) implements StaffOutcome {}

    /// The Idempotency-Key was used before, for another request.
    record AttemptReused(String key) implements StaffOutcome {}
}
