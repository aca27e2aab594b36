package holdfast.server.access;

import java.util.Optional;

/// What somebody is in a workspace.
public enum Role {
    OWNER("owner", Right.OWN),
    MANAGES("manager", Right.MANAGE),
    DESK("desk", Right.DESK),
    READS("readOnly", Right.READ);

    private final String word;
    private final Right right;

    Role(String word, Right right) {
        this.word = word;
        this.right = right;
    }

    public String word() {
        return word;
    }

    public Right right() {
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
