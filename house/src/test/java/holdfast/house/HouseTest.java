package holdfast.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules look at something: a guard in an empty house finds nothing wrong.
class HouseTest {

    @Test
    void theRootIsWhereThePomNamesModules(@TempDir Path folder) throws Exception {
        Path deep = Files.createDirectories(folder.resolve("shop/src"));
        Files.writeString(folder.resolve("shop/pom.xml"), "<project/>");
        Files.writeString(folder.resolve("pom.xml"), "<modules><module>shop</module></modules>");

        assertThat(House.rootAbove(deep)).isEqualTo(folder);
        assertThat(new House(folder).modules()).containsExactly("shop");
    }

    @Test
    void aPlaceOutsideOfAnyHouseIsSaidToBe(@TempDir Path folder) {
        assertThatThrownBy(() -> House.rootAbove(folder)).hasMessageContaining("no pom.xml");
    }

    @Test
    void whatIsThereIsRead() {
        House house = House.ours();
        assertThat(house.texts("pom.xml")).hasSize(house.modules().size() + 1);
        for (String module : new String[] {"engine", "database", "testkit", "proof", "house"}) {
            assertThat(house.sources()).as("the sources of %s", module)
                    .anyMatch(source -> source.text().isIn(module));
        }
        assertThat(house.classes().size()).isGreaterThan(100);
    }

    @Test
    void whatAClassFileNamesIsSeen() {
        Compiled compiled = House.ours().classes().stream()
                .filter(each -> each.outermostName().equals("HouseTest"))
                .findFirst()
                .orElseThrow();
        assertThat(compiled.packageName()).isEqualTo("holdfast.house");
        assertThat(compiled.references())
                .contains("java.nio.file.Path", "holdfast.house.House")
                .contains("org.junit.jupiter.api.Test")
                .doesNotContain("java.sql.Connection");
        assertThat(Call.in(compiled)).extracting(Call::name).contains("rootAbove", "isIn");
    }
}
