package holdfast.server.booking;

import holdfast.server.catalog.Money;

/// What an item costs at the most.
///
/// @param exact whether that is its price; where seats are still to be found it may be less
public record Price(Money most, boolean exact) {}
