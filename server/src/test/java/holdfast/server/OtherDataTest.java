package holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Holdfast;
import holdfast.engine.Limits;
import holdfast.server.demo.Demo;
import holdfast.server.demo.SampleData;
import holdfast.testkit.Scratch;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The commands `demo` and `crowd` fill no database of a shop.
class OtherDataTest {
    private static final String EVENT = """
            {"name": "Night", "start": "2040-12-12T20:00:00+01:00",
             "end": "2040-12-12T23:00:00+01:00", "timeZone": "Europe/Berlin",
             "areas": [{"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 100,
                        "price": {"amount": 3500, "currency": "EUR"}}]}
            """;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @Test
    void refusesADatabaseWithOtherData() {
        SampleData.requireRoom(scratch.database().dataSource(), false);
        try (OpenServer server = new OpenServer(scratch.database(), Map.of())) {
            assertThat(server.as(OpenServer.SECRET, "POST", "/v1/events", EVENT).status())
                    .isEqualTo(201);
        }
        assertThatThrownBy(
                () -> SampleData.requireRoom(scratch.database().dataSource(), false))
                .hasMessageContaining("HOLDFAST_SAMPLE_DATA_ANYWHERE");
        SampleData.requireRoom(scratch.database().dataSource(), true);
        try (Holdfast engine = BackupCommands.auditing(
                scratch.database().dataSource(), Limits.usual())) {
            assertThatThrownBy(() -> Demo.requireRoom(engine, false))
                    .hasMessageContaining("the workspace main");
            Demo.requireRoom(engine, true);
        }
    }
}
