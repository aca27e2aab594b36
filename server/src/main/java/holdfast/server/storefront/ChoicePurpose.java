package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.server.booking.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The purpose of a choice: to put it into the basket, or to exchange an item for it.
///
/// @param target  where the form is sent
/// @param here    the page's own address, to which a parameter can be added
/// @param instead the item to exchange
public record ChoicePurpose(Target target, String here, Optional<Instead> instead) {

    /// The target of a form.
    ///
    /// @param method `post` to change something, `get` to look only
    public record Target(String method, String action, Map<String, String> fields) {
        /// Whether it changes anything, and so needs the CSRF token.
        public boolean sends() {
            return method.equals("post");
        }
    }

    /// The item to exchange.
    ///
    /// @param hold the hold that has it
    /// @param back the page to return to
    public record Instead(String hold, Item item, ItemLines.Line line, ProblemPage.Back back) {}

    static ChoicePurpose basket(Visitor visitor, String page) {
        return new ChoicePurpose(into(visitor), visitor.link(page) + "?", Optional.empty());
    }

    static Target into(Visitor visitor) {
        return new Target("post", visitor.link("/basket/add"), Map.of());
    }

    /// The message key of the button that sends the choice.
    public String go(String usual) {
        return instead.isEmpty() ? usual : target.sends() ? "change.basket" : "change.go";
    }

    /// Whether seats are chosen on this page.
    public boolean seated() {
        return instead.map(each -> each.item() instanceof Item.Seats).orElse(true);
    }

    public boolean counted() {
        return instead.map(each -> each.item() instanceof Item.Places).orElse(true);
    }

    /// The seats that the visitor has already and may keep, as forms name them.
    public List<String> seats() {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Seats)
                .map(item -> (Item.Seats) item)
                .filter(seats -> seats.choice() instanceof Claim.Named)
                .map(seats -> ((Claim.Named) seats.choice()).names().stream()
                        .map(name -> seats.area() + ":" + name).toList())
                .orElse(List.of());
    }

    /// How many places of an area and tier the visitor has already.
    long places(String area, Optional<String> tier) {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Places)
                .map(item -> (Item.Places) item)
                .filter(places -> places.area().equals(area) && places.tier().equals(tier))
                .map(Item.Places::quantity).orElse(0L);
    }

    /// The visit that the visitor has already.
    Optional<Item.Visit> visit() {
        return instead.map(Instead::item).filter(item -> item instanceof Item.Visit)
                .map(item -> (Item.Visit) item);
    }
}
