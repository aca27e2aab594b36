package holdfast.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.server.settings.Network;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses a webhook may reach.
class PublicAddressesTest {
    private final PublicAddresses strict = new PublicAddresses(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1",
            "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1",
            "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1",
            "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
            "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1",
            "2001:db8::1", "100::1"})
    void refusesWhatIsNotPublic(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isFalse();
        URI url = URI.create("https://" + (address.contains(":") ? "[" + address + "]" : address)
                + "/hook");
        assertThatThrownBy(() -> strict.of(url)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "93.184.216.34",
            "2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1"})
    void allowsPublicAddresses(String address) {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://2130706433/", "https://0x7f000001/", "https://127.1/",
            "https://localhost/", "https://no-such-host.invalid/"})
    void refusesOtherSpellingsAndNamesThatDoNotResolve(String url) {
        assertThatThrownBy(() -> strict.of(URI.create(url)))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void allowsOnlyTheNetworksOfTheSettingWithoutTls() throws Exception {
        PublicAddresses local = new PublicAddresses(List.of(Network.of("127.0.0.0/8")));
        assertThat(local.of(URI.create("http://127.0.0.1:8080/")))
                .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
        assertThatThrownBy(() -> local.of(URI.create("https://10.0.0.1/")))
                .isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> local.of(URI.create("http://1.1.1.1/")))
                .isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "ftp://example.org/", "https:///path",
            "https://user:secret@example.org/", "https://example.org/#part", "file:///etc/passwd",
            "example.org/hook"})
    void complainsAboutUrlsThatCannotBeEndpoints(String url) {
        assertThat(strict.complaint(URI.create(url))).isPresent();
    }
}
