package holdfast.house.code;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import holdfast.house.Finding;
import holdfast.house.House;
import holdfast.house.Source;
import holdfast.house.Text;
import holdfast.house.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Which switches choose among something that is not closed: an `Object` may be one of ours and may
/// as well be anything else, so that a `default` is needed. Only the types know.
final class Selectors extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final Set<Place> open;

    /// A switch, by where it begins.
    record Place(String path, long offset) {}

    /// A switch that has a default and looks closed.
    record Suspect(Source source, Tree tree, Finding finding) {
        Place place() {
            return new Place(source.text().path(), source.start(tree));
        }
    }

    private Selectors(CompilationUnitTree unit, Trees trees, Set<Place> open) {
        this.unit = unit;
        this.trees = trees;
        this.open = open;
    }

    static Set<Place> open(House house, List<Suspect> suspects) {
        List<Text> texts = suspects.stream().map(each -> each.source().text()).distinct().toList();
        JavacTask task = Source.task(house.classPath(), texts);
        Set<Place> open = new HashSet<>();
        if (!texts.isEmpty()) {
            for (CompilationUnitTree unit : Source.resolve(task)) {
                new Selectors(unit, Trees.instance(task), open).scan(unit, null);
            }
        }
        return open;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
        judge(tree, tree.getExpression());
        return super.visitSwitch(tree, null);
    }

    @Override
    public @Nullable Void visitSwitchExpression(
            SwitchExpressionTree tree, @Nullable Void nothing) {
        judge(tree, tree.getExpression());
        return super.visitSwitchExpression(tree, null);
    }

    private void judge(Tree tree, ExpressionTree selector) {
        TypeMirror type = trees.getTypeMirror(new TreePath(getCurrentPath(), selector));
        if (type != null && type.getKind() != TypeKind.ERROR && !closed(type)) {
            open.add(new Place(
                    Written.pathOf(unit.getSourceFile().toUri()),
                    trees.getSourcePositions().getStartPosition(unit, tree)));
        }
    }

    private static boolean closed(TypeMirror type) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && (element.getKind() == ElementKind.ENUM
                        || element.getModifiers().contains(Modifier.SEALED));
    }
}
