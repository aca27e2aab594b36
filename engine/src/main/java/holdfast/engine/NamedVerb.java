package holdfast.engine;

import holdfast.Verb;
import holdfast.claims.ColumnText;
import holdfast.claims.Sha256;
import holdfast.lifecycle.Attempt;
import holdfast.lifecycle.BatchedVerb;

/// A verb with its name and the prefix of its requests' ids.
record NamedVerb<Q, A>(String word, String prefix, BatchedVerb<Q, A> verb) {
    NamedVerb(Verb verb, String prefix, BatchedVerb<Q, A> batched) {
        this(ColumnText.of(verb), prefix, batched);
    }

    /// The first try of a request, with a new id. Its key stands for the digest of its text.
    Attempt<Q> ask(Q request, TimeOrderedIds ids) {
        String digest = verb.text(request).map(Sha256::of).orElse("");
        return new Attempt<>(request, ids.next(prefix), digest, 0);
    }
}
