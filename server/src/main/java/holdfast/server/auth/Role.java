package holdfast.server.auth;

import java.util.Optional;

/// A role of staff in a workspace.
public enum Role {
    OWNER("owner", Permission.OWN),
    MANAGES("manager", Permission.MANAGE),
    DESK("desk", Permission.DESK),
    DOOR("door", Permission.DOOR),
    READS("readOnly", Permission.READ);

    private final String word;
    private final Permission right;

    Role(String word, Permission right) {
        this.word = word;
        this.right = right;
    }

    public String word() {
        return word;
    }

    public Permission right() {
        return right;
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
