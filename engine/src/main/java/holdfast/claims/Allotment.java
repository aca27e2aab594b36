package holdfast.claims;

import holdfast.Kind;
import holdfast.Window;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one item of a hold took from one inventory. Its one-line text is stored in hold rows and
/// journal lines: kind, inventory, item, and then the kind's own fields.
public sealed interface Allotment {
    String inventory();

    int item();

    Kind kind();

    /// The same allotment as a part of another item.
    Allotment of(int item);

    String text();

    /// Which part of the inventory it is, as text for people.
    String words();

    /// Why a place was taken: for the customer, or with that from a bigger pool around it or from
    /// the customer's own limit.
    enum Role {
        CLAIM("claim"),
        INSIDE("inside"),
        LIMIT("limit");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    record Places(String inventory, int item, long quantity, Role role) implements Allotment {
        @Override
        public Kind kind() {
            return Kind.CAPACITY;
        }

        @Override
        public Places of(int other) {
            return new Places(inventory, other, quantity, role);
        }

        @Override
        public String text() {
            return "capacity " + inventory + " " + item + " " + quantity + " " + role.word;
        }

        @Override
        public String words() {
            return Long.toString(quantity);
        }
    }

    record Seats(String inventory, int item, List<String> names) implements Allotment {
        public Seats {
            names = List.copyOf(names);
        }

        @Override
        public Kind kind() {
            return Kind.SEATS;
        }

        @Override
        public Seats of(int other) {
            return new Seats(inventory, other, names);
        }

        @Override
        public String text() {
            StringBuilder line = new StringBuilder("seats " + inventory + " " + item);
            names.forEach(name -> line.append(' ').append(encoded(name)));
            return line.toString();
        }

        @Override
        public String words() {
            return String.join(", ", names);
        }
    }

    record Stretch(
            String inventory, int item, int part, int lane, Window occupied, Window visit)
            implements Allotment {
        @Override
        public Kind kind() {
            return Kind.TIME;
        }

        @Override
        public Stretch of(int other) {
            return new Stretch(inventory, other, part, lane, occupied, visit);
        }

        @Override
        public String text() {
            return "time " + inventory + " " + item + " " + part + " " + lane
                    + " " + occupied.from() + " " + occupied.to()
                    + " " + visit.from() + " " + visit.to();
        }

        @Override
        public String words() {
            return occupied.from() + "/" + occupied.to();
        }
    }

    static Allotment parse(String line) {
        String[] word = line.split(" ", -1);
        String inventory = word[1];
        int item = Integer.parseInt(word[2]);
        return switch (Kind.of(word[0])) {
            case CAPACITY -> new Places(inventory, item, Long.parseLong(word[3]), role(word[4]));
            case SEATS -> new Seats(inventory, item, decoded(word));
            case TIME -> new Stretch(
                    inventory, item, Integer.parseInt(word[3]), Integer.parseInt(word[4]),
                    new Window(Instant.parse(word[5]), Instant.parse(word[6])),
                    new Window(Instant.parse(word[7]), Instant.parse(word[8])));
        };
    }

    static Role role(String word) {
        return Arrays.stream(Role.values()).filter(role -> role.word.equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such role: " + word));
    }

    private static List<String> decoded(String[] words) {
        List<String> names = new ArrayList<>();
        for (int at = 3; at < words.length; at++) {
            names.add(URLDecoder.decode(words[at], StandardCharsets.UTF_8));
        }
        return names;
    }

    /// A name may contain spaces; most names need no encoding.
    private static String encoded(String name) {
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_') {
                return URLEncoder.encode(name, StandardCharsets.UTF_8);
            }
        }
        return name;
    }
}
