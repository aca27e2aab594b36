package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.server.booking.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody chooses for: to put it in the basket, or to have it instead of something.
///
/// @param target  where the choice is sent
/// @param here    the page's own address, to which a parameter can be added
/// @param instead what is given back for it
public record ChoicePurpose(Target target, String here, Optional<Instead> instead) {

    /// Where a form goes.
    ///
    /// @param method `post` where something is done, `get` where it is only looked at
    public record Target(String method, String action, Map<String, String> fields) {
        /// Whether it changes anything, and so has to prove that it is one of ours.
        public boolean sends() {
            return method.equals("post");
        }
    }

    /// What one has now.
    ///
    /// @param back the page one came from
    public record Instead(Item item, ItemLines.Line line, ProblemPage.Back back) {}

    static ChoicePurpose basket(Visitor visitor, String page) {
        return new ChoicePurpose(into(visitor), visitor.link(page) + "?", Optional.empty());
    }

    static Target into(Visitor visitor) {
        return new Target("post", visitor.link("/basket/add"), Map.of());
    }

    /// What the button says that sends the choice, as the key of a message.
    public String go(String usual) {
        return instead.isEmpty() ? usual : target.sends() ? "change.basket" : "change.go";
    }

    /// Whether seats are what is chosen here, among other things or alone.
    public boolean seated() {
        return instead.map(each -> each.item() instanceof Item.Seats).orElse(true);
    }

    public boolean counted() {
        return instead.map(each -> each.item() instanceof Item.Places).orElse(true);
    }

    /// The seats one has already and may keep, as forms name them.
    public List<String> seats() {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Seats)
                .map(item -> (Item.Seats) item)
                .filter(seats -> seats.choice() instanceof Claim.Named)
                .map(seats -> ((Claim.Named) seats.choice()).names().stream()
                        .map(name -> seats.area() + ":" + name).toList())
                .orElse(List.of());
    }

    /// How many places one has already of an area and tier.
    long places(String area, Optional<String> tier) {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Places)
                .map(item -> (Item.Places) item)
                .filter(places -> places.area().equals(area) && places.tier().equals(tier))
                .map(Item.Places::quantity).orElse(0L);
    }

    /// The visit one has already.
    Optional<Item.Visit> visit() {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Visit)
                .map(item -> (Item.Visit) item);
    }
}
