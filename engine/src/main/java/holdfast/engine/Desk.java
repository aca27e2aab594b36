package holdfast.engine;

import holdfast.ledger.Digest;
import holdfast.lifecycle.Ask;
import holdfast.lifecycle.Verb;

/// Where one verb is asked for: the verb, its word, and what the ids of its requests begin with.
record Desk<Q, A>(String word, String prefix, Verb<Q, A> verb) {

    /// A request on its way, under an id of its own. A key stands for the digest of its text.
    Ask<Q> ask(Q request, Ids ids) {
        String digest = verb.text(request).map(Digest::of).orElse("");
        return new Ask<>(request, ids.next(prefix), digest, 0);
    }
}
