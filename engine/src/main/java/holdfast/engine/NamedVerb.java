package holdfast.engine;

import holdfast.claims.Sha256;
import holdfast.lifecycle.Attempt;
import holdfast.lifecycle.Verb;

/// Where one verb is asked for: the verb, its word, and what the ids of its requests begin with.
record NamedVerb<Q, A>(String word, String prefix, Verb<Q, A> verb) {

    /// A request on its way, under an id of its own. A key stands for the digest of its text.
    Attempt<Q> ask(Q request, TimeOrderedIds ids) {
        String digest = verb.text(request).map(Sha256::of).orElse("");
        return new Attempt<>(request, ids.next(prefix), digest, 0);
    }
}
