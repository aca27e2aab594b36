/// The judge: did a deployment keep its promises? An independent model, which shares no code with
/// the engine, says so from what clients asked and heard.
///
/// ```
/// Recorder recorder = new Recorder(InstantSource.system());
/// Holdfast anna = recorder.client("anna", engine);    // one for each client, of any engine
/// …                                                   // let them compete, kill what you like
/// History history = Closing.close(recorder, engine);  // asks again, reads what there is
/// Verdict verdict = Judge.judge(history);             // which promise was broken, by what
/// ```
///
/// May import: holdfast.
@NullMarked
package holdfast.judge;

import org.jspecify.annotations.NullMarked;
