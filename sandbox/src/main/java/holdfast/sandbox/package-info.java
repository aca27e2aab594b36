/// The sandbox: a payment provider for tests and for the demo. It is a process of its own, speaks the
/// part of Stripe's API that Holdfast uses, and fails on demand. It shares no code with the server.
///
/// [SandboxServer] receives requests. [StripeApi] serves `/v1`, [HostedPage] the hosted page,
/// [SandboxControls] what tests steer it with. All objects of a [SandboxAccount] are kept as the JSON that Stripe
/// would answer, in memory, and in a file if [StateLog] has one.
///
/// May import: com.fasterxml.jackson, jdk.httpserver, java.net.http.
@NullMarked
package holdfast.sandbox;

import org.jspecify.annotations.NullMarked;
