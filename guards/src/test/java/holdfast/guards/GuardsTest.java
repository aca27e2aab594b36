package holdfast.guards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guards read the real repository: a rule over no files would find nothing wrong.
class GuardsTest {

    @Test
    void findsTheRootByThePomWithModules(@TempDir Path folder) throws Exception {
        Path deep = Files.createDirectories(folder.resolve("shop/src"));
        Files.writeString(folder.resolve("shop/pom.xml"), "<project/>");
        Files.writeString(folder.resolve("pom.xml"), "<modules><module>shop</module></modules>");

        assertThat(Repository.rootAbove(deep)).isEqualTo(folder);
        assertThat(new Repository(folder).modules()).containsExactly("shop");
    }

    @Test
    void reportsAFolderOutsideOfARepository(@TempDir Path folder) {
        assertThatThrownBy(() -> Repository.rootAbove(folder)).hasMessageContaining("no pom.xml");
    }

    @Test
    void readsTheFiles() {
        Repository repository = Repository.ours();
        assertThat(repository.texts("pom.xml")).hasSize(repository.modules().size() + 1);
        for (String module : new String[] {"engine", "database", "testkit", "proof", "guards"}) {
            assertThat(repository.sources()).as("the sources of %s", module)
                    .anyMatch(source -> source.text().isIn(module));
        }
        assertThat(repository.classes().size()).isGreaterThan(100);
    }

    @Test
    void readsTheNamesOfAClassFile() {
        Compiled compiled = Repository.ours().classes().stream()
                .filter(each -> each.outermostName().equals("GuardsTest"))
                .findFirst()
                .orElseThrow();
        assertThat(compiled.packageName()).isEqualTo("holdfast.guards");
        assertThat(compiled.references())
                .contains("java.nio.file.Path", "holdfast.guards.Repository")
                .contains("org.junit.jupiter.api.Test")
                .doesNotContain("java.sql.Connection");
        assertThat(ClassFileCall.in(compiled)).extracting(ClassFileCall::name).contains("rootAbove",
                "isIn");
    }
}
