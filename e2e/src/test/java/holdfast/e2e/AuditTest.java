package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.ScratchDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The audit, over HTTP and by the launcher's command. It must report what disagrees, also when
/// only one row does.
class AuditTest {
    @Test
    void comparesDescriptionsWithWhatIsOnSale() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            Map<String, String> settings = TestShop.settings(database);
            try (ServerNode node = ServerNode.serve(settings)) {
                Client owner = new Client(node.address(), TestShop.SECRET);
                String event = SampleItems.concert(owner);
                TestShop.clean(owner);
                assertThat(owner.get("/v1/audit").is(200).at("checked").at("/descriptions")
                        .asInt()).isEqualTo(1);

                database.run("UPDATE listing SET version = 7");
                assertThat(owner.get("/v1/audit").is(200).at("findings").toString())
                        .contains(event, "same version");
                assertThat(String.join("\n", ServerNode.fails(settings, "audit")))
                        .contains(event, "same version");
            }
        }
    }

    @Test
    void isCleanOnlyIfNothingDiffers() {
        try (ScratchDatabase database = ScratchDatabase.quick()) {
            Map<String, String> settings = TestShop.settings(database);
            try (ServerNode node = ServerNode.serve(settings)) {
                Client owner = new Client(node.address(), TestShop.SECRET);
                String event = SampleItems.concert(owner);
                owner.post("/v1/holds", SampleItems.basket(
                        SampleItems.places(event, 2), SampleItems.seats(event, "A-1"))).is(201);
                TestShop.clean(owner);
                assertThat(String.join("\n", ServerNode.say(settings, "audit")))
                        .contains("nothing disagrees");

                // A direct write into the engine's tables, past the engine.
                database.run("UPDATE pool SET taken = taken + 1 WHERE pool LIKE '%:floor'");
                Reply audit = owner.get("/v1/audit").is(200);
                assertThat(audit.at("clean").asBoolean()).isFalse();
                assertThat(audit.at("findings").toString()).contains(event + ":floor");
                List<String> said = ServerNode.fails(settings, "audit");
                assertThat(String.join("\n", said)).contains(event + ":floor")
                        .doesNotContain("nothing disagrees");
            }
        }
    }
}
