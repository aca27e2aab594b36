package holdfast.server.http;

/// What is refused before it reaches a route, because it is hardly HTTP.
final class Rejected {
    private Rejected() {}

    static Problem of(int status) {
        return switch (status) {
            case 413 -> new Problem(413, "tooLarge", "The request is too large",
                    "Headers may have 16 KiB and a body 1 MiB.");
            case 431, 414 -> new Problem(status, "tooLarge", "The request is too large",
                    "The first line may have 8 KiB and all headers 16 KiB.");
            case 404 -> new Problem(404, "unknown", "There is nothing at this address",
                    "No such path. /docs shows what there is.");
            case 503 -> Problem.overloaded(java.time.Duration.ofSeconds(1));
            default -> status >= 500
                    ? new Problem(status, "failed", "Something broke on our side",
                            "Try again; if it stays so, tell the people who run this server.")
                    : new Problem(status, "invalid", "The request cannot be understood",
                            "This is not the HTTP we expected.");
        };
    }
}
