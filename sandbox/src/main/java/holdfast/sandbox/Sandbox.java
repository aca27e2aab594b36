package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// The provider: its parts, and what happens by time alone.
final class Sandbox {
    final SandboxState state;
    final SandboxWebhooks webhooks;
    final SandboxEvents events;
    final SandboxCharges charges;
    final SandboxIntents intents;
    final SandboxSessions sessions;
    final SandboxRefunds refunds;
    final SandboxDisputes disputes;
    final SandboxEndpoints endpoints = new SandboxEndpoints();

    Sandbox(SandboxState state) {
        this.state = state;
        webhooks = new SandboxWebhooks(state);
        events = new SandboxEvents(webhooks);
        charges = new SandboxCharges(events);
        intents = new SandboxIntents(events, charges);
        sessions = new SandboxSessions(events, intents);
        refunds = new SandboxRefunds(events, charges);
        disputes = new SandboxDisputes(events);
    }

    /// Continues what an earlier process left: times to come, and webhooks to send.
    void resume() {
        for (SandboxAccount account : state.accounts()) {
            account.all("checkout.session").forEach(session -> account.schedule(
                    session.path("expires_at").asLong() * 1000, session.path("id").asText()));
            account.all("payment_intent").forEach(intent -> resumeIntent(account, intent));
            account.all("refund").forEach(refund -> {
                String id = refund.path("id").asText();
                account.schedule(account.note(id).path("at").asLong(), id);
            });
            webhooks.resume(account);
        }
    }

    private static void resumeIntent(SandboxAccount account, ObjectNode intent) {
        String id = intent.path("id").asText();
        switch (SandboxIntents.status(intent)) {
            case "processing" -> account.schedule(account.note(id).path("settles").asLong(), id);
            case "requires_capture" -> account.schedule(SandboxIntents.captureBefore(
                    SandboxIntents.charge(account, intent)) * 1000, id);
            default -> {
                // Nothing happens to it by time alone.
            }
        }
    }

    /// Does what is due in an account by its clock.
    void happen(SandboxAccount account) {
        for (var due = account.nextDue(); due.isPresent(); due = account.nextDue()) {
            account.findAny(due.get()).ifPresent(object -> {
                switch (object.path("object").asText()) {
                    case "checkout.session" -> sessions.due(account, object);
                    case "payment_intent" -> {
                        if (intents.due(account, object)) {
                            sessions.settled(account, object);
                        }
                    }
                    case "charge" -> disputes.open(account, object,
                            object.path("amount_captured").asLong(), "fraudulent");
                    case "refund" -> refunds.due(account, object);
                    default -> throw new IllegalStateException(object.toString());
                }
            });
        }
    }

    void happen() {
        state.locked(() -> state.accounts().forEach(this::happen));
    }

    /// Returns early when the sandbox ends.
    static void pause(long millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
