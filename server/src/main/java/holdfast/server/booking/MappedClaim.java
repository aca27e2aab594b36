package holdfast.server.booking;

import holdfast.Claim;
import holdfast.Limit;
import holdfast.ListingVersion;
import java.util.List;
import java.util.Optional;

/// The claim of one item.
///
/// @param stamp which version of the catalogue entry, in which tier and at which price
/// @param price what it costs; empty where it has no price
/// @param listing the catalogue version that it was made from; empty for a kept item
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
