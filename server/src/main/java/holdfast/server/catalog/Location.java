package holdfast.server.catalog;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where something takes place, in the venue's own words. A time zone's city says nothing about it.
public record Location(String name, Optional<String> address, Optional<String> city) {

    /// The location that an entry's `venue` says: the id of a venue, or a place in words.
    public static Optional<Location> of(
            Catalog catalog, String workspace, Optional<String> venue) {
        return venue.flatMap(said -> catalog.find(workspace, said, Venue.class)
                .map(found -> new Location(found.entry().name(), found.entry().address(),
                        found.entry().city()))
                .or(() -> said.startsWith(CatalogEntry.Kind.VENUE.prefix()) ? Optional.empty()
                        : Optional.of(new Location(said, Optional.empty(), Optional.empty()))));
    }

    /// The name with the city, unless the name has it already.
    public String brief() {
        return city.filter(where -> !name.contains(where)).map(where -> name + ", " + where)
                .orElse(name);
    }

    /// The address with the city, unless the address has it already.
    public Optional<String> street() {
        String all = Stream.concat(address.stream(),
                city.filter(where -> address.filter(each -> each.contains(where)).isEmpty())
                        .stream())
                .collect(Collectors.joining(", "));
        return Optional.of(all).filter(text -> !text.isEmpty());
    }

    /// All of it in one line, as calendars and maps take it.
    public String whole() {
        return street().map(street -> name + ", " + street).orElse(name);
    }
}
