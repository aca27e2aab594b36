package holdfast.guards.code;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.RuleFinding;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Finds SQL that is not a constant, or is built from pieces.
final class SqlScan extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final String CONSTANT = "\u0001";
    private static final Pattern SQL = Pattern.compile(
            "[\\s?(]*(?:(?:SELECT|WITH|FROM|WHERE|SET|VALUES|LIMIT|AND|UNION|RETURNING)\\b"
                    + "|(?i:insert\\s+into|delete\\s+from|merge\\s+into|order\\s+by)\\b"
                    + "|(?i:update\\b.*\\sset\\b.*=|select\\b.*\\sfrom\\b)).*",
            Pattern.DOTALL);
    private static final Set<String> CHANGES =
            Set.of("formatted", "concat", "replace", "replaceAll", "replaceFirst", "repeat");
    private static final Set<String> BUILDERS =
            Set.of("format", "append", "insert", "concat", "join");
    private static final Set<Modifier> AS_A_CONSTANT =
            Set.of(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);

    private final Source source;
    private final Set<String> constants = new HashSet<>();
    private final List<RuleFinding> findings = new ArrayList<>();

    private SqlScan(Source source) {
        this.source = source;
    }

    static List<RuleFinding> of(Source source) {
        var scan = new SqlScan(source);
        scan.new Constants().scan(source.unit(), null);
        scan.scan(source.unit(), null);
        return scan.findings;
    }

    /// Constants may be used above the line that declares them, so they are gathered first.
    private final class Constants extends TreeScanner<@Nullable Void, @Nullable Void> {
        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
            if (tree.getInitializer() instanceof LiteralTree literal && isSql(literal)) {
                constants.add(tree.getName().toString());
            }
            return super.visitVariable(tree, null);
        }
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        return tree.getInitializer() instanceof LiteralTree literal
                && source.written(literal).startsWith("\"\"\"")
                && tree.getModifiers().getFlags().containsAll(AS_A_CONSTANT)
                        ? null
                        : super.visitVariable(tree, null);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
        if (isSql(tree) && !source.text().isTest()) {
            findings.add(source.at(tree, "SQL stands in a text block: make it a "
                    + "private static final String = \"\"\" beside the method that runs it"));
        }
        return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
        if (tree.getKind() != Tree.Kind.PLUS) {
            return super.visitBinary(tree, null);
        }
        if (!builds(tree)) {
            scanPieces(tree);
        }
        return null;
    }

    /// Scans the operands of a concatenation, except its texts: the whole has been judged.
    private void scanPieces(ExpressionTree expression) {
        if (expression instanceof BinaryTree binary && binary.getKind() == Tree.Kind.PLUS) {
            scanPieces(binary.getLeftOperand());
            scanPieces(binary.getRightOperand());
        } else if (!(expression instanceof LiteralTree)) {
            scan(expression, null);
        }
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
            CompoundAssignmentTree tree, @Nullable Void nothing) {
        return tree.getKind() == Tree.Kind.PLUS_ASSIGNMENT && builds(tree.getExpression())
                ? null
                : super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
        if (tree.getMethodSelect() instanceof MemberSelectTree select) {
            String name = select.getIdentifier().toString();
            boolean changed = CHANGES.contains(name) && builds(select.getExpression());
            boolean built = BUILDERS.contains(name)
                    && tree.getArguments().stream().anyMatch(this::builds);
            if (changed || built) {
                return null;
            }
        }
        return super.visitMethodInvocation(tree, null);
    }

    private boolean builds(ExpressionTree expression) {
        boolean built = isSql(joined(expression));
        if (built) {
            findings.add(source.at(expression, "SQL is built from pieces here: "
                    + "write each statement out whole, with parameters"));
        }
        return built;
    }

    /// The text of a concatenation; a constant that has SQL counts as SQL.
    private String joined(ExpressionTree expression) {
        return switch (expression) {
            case BinaryTree binary when binary.getKind() == Tree.Kind.PLUS ->
                    joined(binary.getLeftOperand()) + joined(binary.getRightOperand());
            case ParenthesizedTree inner -> joined(inner.getExpression());
            case LiteralTree literal when literal.getValue() instanceof String text -> text;
            case IdentifierTree name when constants.contains(name.toString()) -> CONSTANT;
            default -> " ? ";
        };
    }

    private static boolean isSql(String text) {
        return SQL.matcher(text).matches() || text.contains(CONSTANT);
    }

    private static boolean isSql(LiteralTree tree) {
        return tree.getValue() instanceof String text && isSql(text);
    }
}
