package holdfast.guards;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/// A Java source, parsed by the compiler but not resolved.
public record Source(RepositoryFile text, CompilationUnitTree unit, SourcePositions positions) {

    static List<Source> parse(List<RepositoryFile> texts) {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(
                null, null, complaint -> {}, List.of("-proc:none"), null, written(texts));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        Map<String, RepositoryFile> byPath =
                texts.stream().collect(toMap(RepositoryFile::path, text -> text));
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String path = InMemorySource.pathOf(unit.getSourceFile().toUri());
                sources.add(new Source(requireNonNull(byPath.get(path)), unit, positions));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return List.copyOf(sources);
    }

    private static List<JavaFileObject> written(List<RepositoryFile> texts) {
        return texts.stream()
                .<JavaFileObject>map(text -> new InMemorySource(text.path(), text.whole()))
                .toList();
    }

    /// `holdfast.seats`; empty for a module's declaration.
    public String packageName() {
        var name = unit.getPackageName();
        return name == null ? "" : name.toString();
    }

    public List<ClassTree> topLevelTypes() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
    }

    public int line(Tree tree) {
        return text.line(start(tree));
    }

    public int lastLine(Tree tree) {
        return text.line((int) positions.getEndPosition(unit, tree));
    }

    /// The tree's source text.
    public String written(Tree tree) {
        return text.whole().substring(start(tree), (int) positions.getEndPosition(unit, tree));
    }

    private int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree);
    }

    public RuleFinding at(Tree tree, String advice) {
        return text.at(line(tree), advice);
    }

    /// The first line that imports or names the class.
    public int lineNaming(String simpleName) {
        return text.line(Pattern.compile("\\b" + Pattern.quote(simpleName) + "\\b"));
    }

    /// The text of the doc comments, with line ends as spaces.
    public String documentation() {
        return text.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("///"))
                .map(line -> line.substring(3).strip())
                .collect(Collectors.joining(" "));
    }
}
