package holdfast.sandbox;

import java.util.List;

/// A request of the API: which account asks, what the path and the parameters name, and the address
/// under which the caller reached the sandbox.
record StripeCall(SandboxAccount account, FormParameters parameters, List<String> ids,
        StripeOrigin origin,
        String base) {

    /// The id in the path.
    String id() {
        return ids.getFirst();
    }
}
