package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.ListingVersion;
import java.util.List;
import java.util.Optional;

/// What the engine is asked for one item.
///
/// @param stamp which version of what was offered, in which tier and at which price
/// @param price what it costs, where it costs anything
/// @param listing the version of the description that it was made from; none for what is kept
public record MappedClaim(
        Claim claim, SoldVersion stamp, List<Limit> limits, Optional<Price> price,
        Optional<ListingVersion> listing) {
    public MappedClaim {
        limits = List.copyOf(limits);
    }

    MappedClaim priced(Optional<Price> other) {
        return new MappedClaim(claim, new SoldVersion(stamp.version(), stamp.tier(),
                other.filter(Price::exact).map(Price::most)), limits, other, listing);
    }
}
