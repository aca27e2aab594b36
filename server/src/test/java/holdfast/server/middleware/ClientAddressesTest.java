package holdfast.server.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.server.settings.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {
    private final ClientAddresses addresses = new ClientAddresses(List.of(
            Network.of("10.0.0.0/8"), Network.of("fd00::/8")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "10.0.0.1    | 203.0.113.7                           | 203.0.113.7",
            "10.0.0.1    | 203.0.113.7:4711                      | 203.0.113.7",
            "10.0.0.1    | [2001:db8::7]:4711                    | 2001:db8:0:0:0:0:0:7",
            "10.0.0.1    | 203.0.113.7, 10.9.9.9                 | 203.0.113.7",
            "fd00::1     | 203.0.113.7, 10.9.9.9, fd12::1        | 203.0.113.7",
            "10.0.0.1    | 1.1.1.1, 203.0.113.7                  | 203.0.113.7",
            "10.0.0.1    | 203.0.113.7, nonsense                 | 10.0.0.1",
            "10.0.0.1    | localhost                             | 10.0.0.1",
            "10.0.0.1    | nonsense, 203.0.113.7                 | 203.0.113.7",
            "10.0.0.1    | 10.1.1.1, 10.2.2.2                    | 10.1.1.1",
            "203.0.113.9 | 203.0.113.7                           | 203.0.113.9",
    })
    void trustsOnlyKnownProxies(String proxy, String hops, String address) {
        assertThat(addresses.behind(InetAddress.ofLiteral(proxy), List.of(hops.split(",")))
                .getHostAddress()).isEqualTo(address);
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() {
        assertThat(ClientAddresses.counted(InetAddress.ofLiteral("2001:db8:1:2:3:4:5:6")))
                .isEqualTo(ClientAddresses.counted(InetAddress.ofLiteral("2001:db8:1:2:ffff::1")))
                .isNotEqualTo(ClientAddresses.counted(InetAddress.ofLiteral("2001:db8:1:3::1")));
        assertThat(ClientAddresses.counted(InetAddress.ofLiteral("203.0.113.7")))
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/-1", "proxy.example", "", "/8"})
    void refusesInvalidNetworks(String text) {
        assertThatThrownBy(() -> Network.of(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
