package holdfast.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    /// A hash made by the reference implementation, so that ours is known to be the same:
    /// `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32 -v 13`.
    @Test
    void verifiesAHashOfAnotherArgon2idProgram() {
        String known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(passwords.fits("password", Optional.of(known))).isTrue();
        assertThat(passwords.fits("differentpassword", Optional.of(known))).isFalse();
        assertThat(Passwords.isOld(known)).isTrue();
    }

    @Test
    void acceptsOnlyTheStoredPassword() {
        String kept = passwords.keep("correct horse battery");
        assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.keep("correct horse battery")).isNotEqualTo(kept);
        assertThat(passwords.fits("correct horse battery", Optional.of(kept))).isTrue();
        assertThat(passwords.fits("Correct horse battery", Optional.of(kept))).isFalse();
        assertThat(Passwords.isOld(kept)).isFalse();
    }

    @Test
    void acceptsNoPasswordWithoutAStoredOne() {
        assertThat(passwords.fits("correct horse battery", Optional.empty())).isFalse();
    }

    @Test
    void acceptsAnotherUnicodeFormOfAPassword() {
        String kept = passwords.keep("Zo\u00eb in the hall");
        assertThat(passwords.fits("Zoe\u0308 in the hall", Optional.of(kept))).isTrue();
    }
}
