package holdfast.judge;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;

/// Runs a recorded call on a Holdfast.
final class CallRunner {
    private CallRunner() {}

    static Object ask(Holdfast holdfast, RecordedCall call) {
        return switch (call) {
            case RecordedCall.Offer(String workspace, Inventory inventory) ->
                    holdfast.offer(workspace, inventory);
            case RecordedCall.Withdraw(String workspace, Kind kind, String inventory) ->
                    holdfast.withdraw(workspace, kind, inventory);
            case RecordedCall.Block(var request) -> holdfast.block(request);
            case RecordedCall.Unblock(String workspace, String block) ->
                    holdfast.unblock(workspace, block);
            case RecordedCall.Hold(var request) -> holdfast.hold(request);
            case RecordedCall.Confirm(var request) -> holdfast.confirm(request);
            case RecordedCall.Cancel(var request) -> holdfast.cancel(request);
            case RecordedCall.Extend(var request) -> holdfast.extend(request);
            case RecordedCall.Exchange(var request) -> holdfast.exchange(request);
            case RecordedCall.Expire(int most) -> holdfast.expire(most);
            case RecordedCall.Find(String workspace, String hold) -> holdfast.find(workspace, hold);
            case RecordedCall.FreePlaces(String workspace, String pool) ->
                    holdfast.freePlaces(workspace, pool);
            case RecordedCall.FreeSeats(String workspace, String map) ->
                    holdfast.freeSeats(workspace, map);
            case RecordedCall.FreeTimes(var query) -> holdfast.freeTimes(query);
            case RecordedCall.HoldHistory(String workspace, String hold) ->
                    holdfast.history(workspace, hold);
            case RecordedCall.InventoryHistory asked -> holdfast.history(asked.workspace(),
                    asked.kind(), asked.inventory(), asked.after(), asked.most());
            case RecordedCall.Audit(String workspace) -> holdfast.audit(workspace);
        };
    }
}
