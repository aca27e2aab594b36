package holdfast.sandbox;

import org.jspecify.annotations.Nullable;

/// What made something happen: a request of the API, or the hosted page, a control or the clock,
/// which have neither a request's id nor a key.
record StripeOrigin(@Nullable String request, @Nullable String key) {
    static final StripeOrigin OTHER = new StripeOrigin(null, null);
}
