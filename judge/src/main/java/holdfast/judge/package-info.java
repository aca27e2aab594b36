/// The judge: checks whether a deployment kept its promises. It is an independent model that shares
/// no code with the engine. It works from the clients' requests and answers alone.
///
/// ```
/// Recorder recorder = new Recorder(InstantSource.system());
/// Holdfast anna = recorder.client("anna", engine);       // one for each client, of any engine
/// …                                                      // they compete; kill processes
/// History history = FinalReads.close(recorder, engine);  // retries, then reads everything
/// Verdict verdict = Judge.judge(history);                // the broken promises, with proof
/// ```
///
/// May import: holdfast.
@NullMarked
package holdfast.judge;

import org.jspecify.annotations.NullMarked;
