package holdfast.server.mail;

import java.time.Instant;
import java.util.Optional;

/// A mail as it is stored: what it is about, and how its sending goes.
///
/// @param cause the event's version that moved, or a reminder's start; empty otherwise
/// @param tries how often it was taken for sending
/// @param answer what the receiving server said last
public record StoredMail(
        String workspace, String id, String hold, MailKind kind, int version, String cause,
        String recipient, String state, int tries, Instant madeAt, Instant dueAt,
        Optional<Instant> sentAt, Optional<String> answer) {}
