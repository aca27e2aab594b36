package holdfast.testkit.model;

import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Kind;

/// Asks what a call says.
final class Asking {
    private Asking() {}

    static Object ask(Holdfast holdfast, Call call) {
        return switch (call) {
            case Call.Offer(String workspace, Inventory inventory) ->
                holdfast.offer(workspace, inventory);
            case Call.Withdraw(String workspace, Kind kind, String inventory) ->
                holdfast.withdraw(workspace, kind, inventory);
            case Call.Block(var request) -> holdfast.block(request);
            case Call.Unblock(String workspace, String block) ->
                holdfast.unblock(workspace, block);
            case Call.Hold(var request) -> holdfast.hold(request);
            case Call.Confirm(var request) -> holdfast.confirm(request);
            case Call.Cancel(var request) -> holdfast.cancel(request);
            case Call.Extend(var request) -> holdfast.extend(request);
            case Call.Exchange(var request) -> holdfast.exchange(request);
            case Call.Expire(int most) -> holdfast.expire(most);
            case Call.Find(String workspace, String hold) -> holdfast.find(workspace, hold);
            case Call.FreePlaces(String workspace, String pool) ->
                holdfast.freePlaces(workspace, pool);
            case Call.FreeSeats(String workspace, String map) -> holdfast.freeSeats(workspace, map);
            case Call.FreeTimes(var query) -> holdfast.freeTimes(query);
            case Call.HoldHistory(String workspace, String hold) ->
                holdfast.history(workspace, hold);
            case Call.InventoryHistory(
                    String workspace, Kind kind, String inventory, long after, int most) ->
                holdfast.history(workspace, kind, inventory, after, most);
            case Call.Audit(String workspace) -> holdfast.audit(workspace);
        };
    }
}
