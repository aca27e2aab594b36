package holdfast.engine;

import holdfast.Verb;
import holdfast.claims.ColumnText;
import holdfast.lifecycle.BatchedVerb;

/// A verb with its name and the prefix of its requests' ids.
record NamedVerb<Q, A>(String word, String prefix, BatchedVerb<Q, A> verb) {
    NamedVerb(Verb verb, String prefix, BatchedVerb<Q, A> batched) {
        this(ColumnText.of(verb), prefix, batched);
    }
}
