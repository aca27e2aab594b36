package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A part of an event that is sold in one way: so many places, or seats with names.
public sealed interface Area {
    Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
    int LONGEST = 28;

    Card card();

    default String id() {
        return card().id();
    }

    /// The fields of both kinds.
    ///
    /// @param price the price of one place or seat where no tier says otherwise
    /// @param tax the tax that its prices include where no tier says otherwise
    /// @param translations its name in other languages
    record Card(
            String id, String name, Optional<Money> price, List<Tier> tiers,
            Optional<TaxRate> tax, Translations translations) {
        public Card {
            word("id", id, LONGEST);
            Set<String> ids = new HashSet<>();
            for (int at = 0; at < tiers.size(); at++) {
                if (!ids.add(tiers.get(at).id())) {
                    throw new Invalid("tiers[" + at + "].id", "is another tier's id as well");
                }
            }
        }

        Card in(String language) {
            return new Card(id, translations.line(language, "name", name), price,
                    tiers.stream().map(tier -> tier.in(language)).toList(), tax, translations);
        }

        public Optional<Tier> tier(String id) {
            return tiers.stream().filter(tier -> tier.id().equals(id)).findFirst();
        }
    }

    /// A price within an area. For places it may have its own capacity.
    ///
    /// @param translations its name in other languages
    record Tier(
            String id, String name, Money price, Optional<Long> capacity,
            Optional<TaxRate> tax, Translations translations) {
        public Tier {
            word("id", id, 16);
        }

        static Tier read(Fields fields) {
            String id = fields.text("id", 16);
            return new Tier(id, fields.maybeText("name", 200).orElse(id),
                    Money.read(fields.object("price")),
                    fields.maybeNumber("capacity", 0, 1_000_000_000), TaxRate.read(fields),
                    names(fields));
        }

        Tier in(String language) {
            return new Tier(id, translations.line(language, "name", name), price, capacity, tax,
                    translations);
        }

        void write(Json json) {
            json.put("id", id).put("name", name).object("price", price::write)
                    .put("capacity", capacity);
            TaxRate.write(json, tax);
            translations.write(json);
        }
    }

    record Places(Card card, long capacity) implements Area {}

    /// Seats with names.
    ///
    /// @param seating empty when the event's chart has it
    record Seats(Card card, Optional<Seating> seating) implements Area {
        public Seats {
            for (int at = 0; at < card.tiers().size(); at++) {
                if (card.tiers().get(at).capacity().isPresent()) {
                    throw new Invalid("tiers[" + at + "].capacity",
                            "is not for seats: the chart's rows name them");
                }
            }
        }
    }

    static void word(String field, String value, int longest) {
        if (value.length() > longest || !WORD.matcher(value).matches()) {
            throw new Invalid(field, "must be 1 to " + longest + " letters, digits, _ or -");
        }
    }

    static Area read(Fields fields) {
        String id = fields.text("id", LONGEST);
        Card card = new Card(
                id, fields.maybeText("name", 200).orElse(id),
                fields.maybeObject("price").map(Money::read),
                fields.objects("tiers", 50, Tier::read), TaxRate.read(fields), names(fields));
        String kind = fields.text("kind", 20);
        return switch (kind) {
            case "capacity" -> new Places(card, fields.number("capacity", 0, 1_000_000_000));
            case "seats" -> new Seats(card, fields.has("rows")
                    ? Optional.of(Seating.read(fields)) : Optional.empty());
            default -> throw new Invalid("kind", "must be capacity or seats");
        };
    }

    private static Translations names(Fields fields) {
        return Translations.read(fields, List.of("name"), List.of());
    }

    /// Whether its name, or that of a tier, is written in other languages too.
    default boolean isTranslated() {
        return !card().translations().languages().isEmpty() || card().tiers().stream()
                .anyMatch(tier -> !tier.translations().languages().isEmpty());
    }

    /// With its names in this language.
    default Area in(String language) {
        return switch (this) {
            case Places places -> new Places(places.card().in(language), places.capacity());
            case Seats seats -> new Seats(seats.card().in(language), seats.seating());
        };
    }

    default void write(Json json) {
        json.put("id", id()).put("name", card().name());
        switch (this) {
            case Places places -> json.put("kind", "capacity").put("capacity", places.capacity());
            case Seats seats -> {
                json.put("kind", "seats");
                seats.seating().ifPresent(seating -> seating.write(json));
            }
        }
        card().price().ifPresent(price -> json.object("price", price::write));
        TaxRate.write(json, card().tax());
        card().translations().write(json);
        if (!card().tiers().isEmpty()) {
            json.array("tiers", card().tiers(), (out, tier) -> tier.write(out));
        }
    }
}
