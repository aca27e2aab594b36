package holdfast.e2e;

/// Signed-in staff of a workspace.
final class StaffSessions {
    private static final String PASSWORD = "a long and quiet password";

    private StaffSessions() {}

    static Client as(Client owner, String role) {
        String email = role.toLowerCase(java.util.Locale.ROOT) + System.nanoTime()
                + "@example.org";
        Reply invited = owner.post("/v1/staff", """
                {"email": "%s", "name": "Maya", "role": "%s"}""".formatted(email, role)).is(201);
        Client anonymous = new Client(owner.address(), "");
        anonymous.post("/v1/passwords", """
                {"invitation": "%s", "password": "%s"}"""
                .formatted(invited.text("invitation"), PASSWORD)).is(204);
        Reply in = anonymous.post("/v1/sessions", """
                {"email": "%s", "password": "%s"}""".formatted(email, PASSWORD)).is(201);
        return new Client(owner.address(), in.text("token"));
    }
}
