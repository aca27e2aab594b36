package holdfast.server.booking;

import holdfast.server.catalog.Money;

/// The highest price of an item.
///
/// @param exact whether it is the price; where seats are still to be found it may be lower
public record Price(Money most, boolean exact) {}
