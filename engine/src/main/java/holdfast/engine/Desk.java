package holdfast.engine;

import holdfast.lifecycle.Ask;
import holdfast.lifecycle.Verb;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Where one verb is asked for: the verb, its word, and what the ids of its requests begin with.
record Desk<Q, A>(String word, String prefix, Verb<Q, A> verb) {

    /// A request on its way, under an id of its own.
    Ask<Q> ask(Q request, Ids ids) {
        String digest = verb.text(request).map(Desk::digest).orElse("");
        return new Ask<>(request, ids.next(prefix), digest, 0);
    }

    /// What a key stands for: the request's text, shortened so that no two in the world agree.
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
