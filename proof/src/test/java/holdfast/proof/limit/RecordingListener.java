package holdfast.proof.limit;

import holdfast.engine.EngineListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that records what it is notified of.
final class RecordingListener implements EngineListener {
    final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    final BlockingQueue<String> rest = new LinkedBlockingQueue<>();

    @Override
    public void served(Batch batch) {
        batches.add(batch);
    }

    @Override
    public void shed(String verb) {
        rest.add("shed " + verb);
    }

    @Override
    public void retried(Retry retry) {
        rest.add("retried " + retry.verb() + " " + retry.reason() + " " + retry.sqlState());
    }

    @Override
    public void refused(String verb, String constraint) {
        rest.add("refused " + verb + " " + constraint);
    }

    @Override
    public void failed(String verb, int requests) {
        rest.add("failed " + verb + " " + requests);
    }

    /// Waits for the next batches, as many as asked for.
    List<Batch> batches(int many) throws InterruptedException {
        List<Batch> all = new ArrayList<>();
        while (all.size() < many) {
            Batch next = batches.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("only " + all);
            }
            all.add(next);
        }
        return all;
    }
}
