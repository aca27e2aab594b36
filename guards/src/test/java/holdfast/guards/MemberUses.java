package holdfast.guards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which members the class files of a repository use: those of its main sources and of its
/// templates, and apart from them those of its tests. Writing a field is no use of it, nor is a
/// method's call of itself.
public final class MemberUses {
    private final Map<String, ClassModel> types = new HashMap<>();
    private final Map<String, Set<String>> external = new HashMap<>();
    private final Set<String> byMain = new HashSet<>();
    private final Set<String> byTests = new HashSet<>();
    private final Map<String, Long> words = new HashMap<>();
    private final Set<String> documented = new HashSet<>();

    private MemberUses() {}

    public static MemberUses of(Repository repository) {
        MemberUses uses = new MemberUses();
        List<ClassModel> templates = templates(repository);
        for (Compiled compiled : repository.classes()) {
            uses.types.put(compiled.model().thisClass().asInternalName(), compiled.model());
        }
        for (Compiled compiled : repository.classes()) {
            uses.collect(compiled.model(),
                    compiled.source().text().isTest() ? uses.byTests : uses.byMain);
        }
        templates.forEach(template -> uses.collect(template, uses.byMain));
        for (Source source : repository.mainSources()) {
            Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b").matcher(code(source)).results()
                    .forEach(word -> uses.words.merge(word.group(), 1L, Long::sum));
        }
        for (RepositoryFile page : repository.texts(".md")) {
            Pattern.compile("\\b\\w+\\b").matcher(page.whole()).results()
                    .forEach(word -> uses.documented.add(word.group()));
        }
        return uses;
    }

    private static String code(Source source) {
        return source.text().lines().stream().filter(line -> !line.strip().startsWith("//"))
                .collect(Collectors.joining("\n"));
    }

    /// The classes that are made from the pages' templates.
    private static List<ClassModel> templates(Repository repository) {
        List<ClassModel> found = new ArrayList<>();
        for (String module : repository.modules()) {
            Path folder = repository.root().resolve(module, "target", "classes", "gg");
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".class"))
                        .toList()) {
                    found.add(ClassFile.of().parse(file));
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return found;
    }

    private void collect(ClassModel model, Set<String> used) {
        for (MethodModel method : model.methods()) {
            String self = key(model.thisClass().asInternalName(),
                    method.methodName().stringValue(), method.methodType().stringValue());
            Set<String> here = new HashSet<>();
            method.code().stream().flatMap(code -> code.elementStream())
                    .forEach(element -> collect(element, here));
            here.remove(self);
            if (model.superclass().filter(each -> each.asInternalName()
                    .equals("java/lang/Record")).isPresent()) {
                // A record's accessor reads the component for its callers.
                here.remove(key(model.thisClass().asInternalName(),
                        method.methodName().stringValue(), ""));
            }
            used.addAll(here);
        }
    }

    private void collect(CodeElement element, Set<String> used) {
        switch (element) {
            case FieldInstruction field -> {
                if (field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC) {
                    add(used, field.owner().asInternalName(), field.name().stringValue(), "");
                }
            }
            case InvokeInstruction invoke -> add(used, invoke.owner().asInternalName(),
                    invoke.name().stringValue(), invoke.type().stringValue());
            case InvokeDynamicInstruction dynamic -> {
                boolean record = dynamic.invokedynamic().bootstrap().bootstrapMethod().reference()
                        .owner().asInternalName().equals("java/lang/runtime/ObjectMethods");
                for (var argument : dynamic.invokedynamic().bootstrap().arguments()) {
                    if (argument instanceof MethodHandleEntry handle && !record) {
                        MemberRefEntry member = handle.reference();
                        String type = member.type().stringValue();
                        add(used, member.owner().asInternalName(), member.name().stringValue(),
                                type.startsWith("(") ? type : "");
                    }
                }
            }
            default -> {}
        }
    }

    /// Marks the member in the named class and in all classes and interfaces above it.
    private void add(Set<String> used, String owner, String name, String type) {
        used.add(key(owner, name, type));
        for (String above : above(owner)) {
            used.add(key(above, name, type));
        }
    }

    private static String key(String owner, String name, String type) {
        return owner + "." + name + type;
    }

    /// The repository's types that a type extends or implements, at any distance.
    private Set<String> above(String type) {
        Set<String> found = new HashSet<>();
        ClassModel model = types.get(type);
        if (model != null) {
            parents(model).forEach(parent -> {
                if (types.containsKey(parent) && found.add(parent)) {
                    found.addAll(above(parent));
                }
            });
        }
        return found;
    }

    private static List<String> parents(ClassModel model) {
        List<String> parents = new ArrayList<>();
        model.superclass().ifPresent(parent -> parents.add(parent.asInternalName()));
        model.interfaces().forEach(parent -> parents.add(parent.asInternalName()));
        return parents;
    }

    private boolean used(String key, boolean published) {
        return byMain.contains(key) || (published && byTests.contains(key));
    }

    /// The compiler copies a constant to its uses, so its name must stand in the sources twice.
    public boolean field(ClassModel model, FieldModel field, boolean published) {
        String name = field.fieldName().stringValue();
        return used(key(model.thisClass().asInternalName(), name, ""), published)
                || (field.findAttribute(Attributes.constantValue()).isPresent()
                        && words.getOrDefault(name, 0L) > 1)
                || (published && field.flags().has(AccessFlag.PUBLIC)
                        && documented.contains(name));
    }

    /// A record's component may be read without its accessor. A record of which nothing is read is
    /// only compared.
    public boolean component(ClassModel model, MethodModel accessor, boolean published) {
        String owner = model.thisClass().asInternalName();
        return used(key(owner, accessor.methodName().stringValue(), ""), published)
                || model.methods().stream().noneMatch(method -> reads(model, method, published));
    }

    private boolean reads(ClassModel model, MethodModel method, boolean published) {
        String owner = model.thisClass().asInternalName();
        String name = method.methodName().stringValue();
        return model.fields().stream().anyMatch(
                field -> field.fieldName().stringValue().equals(name))
                && (used(key(owner, name, method.methodType().stringValue()), published)
                        || used(key(owner, name, ""), published));
    }

    public boolean method(ClassModel model, MethodModel method, boolean published) {
        String owner = model.thisClass().asInternalName();
        String name = method.methodName().stringValue();
        String type = method.methodType().stringValue();
        boolean constructor = name.equals("<init>");
        return used(key(owner, name, type), published)
                || (method.flags().has(AccessFlag.ABSTRACT) && below(owner, name, type, published))
                || name.equals("<clinit>") || (name.equals("main") && type.startsWith("([Ljava/l"))
                || (constructor && (type.equals("()V") || model.flags().has(AccessFlag.ENUM)
                        || model.flags().has(AccessFlag.ABSTRACT)))
                || (model.flags().has(AccessFlag.ENUM) && method.flags().has(AccessFlag.STATIC)
                        && Set.of("values", "valueOf").contains(name))
                || (!constructor && overrides(model, name, type))
                || (published && method.flags().has(AccessFlag.PUBLIC)
                        && documented.contains(constructor ? simpleName(model) : name));
    }

    /// Whether an implementation of an abstract method is used.
    private boolean below(String owner, String name, String type, boolean published) {
        int width = MethodTypeDesc.ofDescriptor(type).parameterCount();
        return types.values().stream()
                .filter(model -> above(model.thisClass().asInternalName()).contains(owner))
                .anyMatch(model -> model.methods().stream().anyMatch(
                        each -> each.methodName().stringValue().equals(name)
                                && each.methodTypeSymbol().parameterCount() == width
                                && used(key(model.thisClass().asInternalName(), name,
                                        each.methodType().stringValue()), published)));
    }

    private static String simpleName(ClassModel model) {
        return model.thisClass().asInternalName().replaceFirst(".*[/$]", "");
    }

    /// Whether a type above has a method of this name with as many parameters.
    private boolean overrides(ClassModel model, String name, String type) {
        int width = MethodTypeDesc.ofDescriptor(type).parameterCount();
        Set<String> all = above(model.thisClass().asInternalName());
        for (String above : all) {
            ClassModel other = types.get(above);
            if (other != null && other.methods().stream().anyMatch(
                    each -> each.methodName().stringValue().equals(name)
                            && each.methodTypeSymbol().parameterCount() == width)) {
                return true;
            }
        }
        List<String> outside = new ArrayList<>(parents(model));
        all.forEach(above -> {
            ClassModel other = types.get(above);
            if (other != null) {
                outside.addAll(parents(other));
            }
        });
        outside.add("java/lang/Object");
        return outside.stream().filter(each -> !types.containsKey(each))
                .anyMatch(each -> methods(each).contains(name));
    }

    private Set<String> methods(String type) {
        return external.computeIfAbsent(type, name -> {
            try {
                Class<?> found = Class.forName(name.replace('/', '.'), false,
                        MemberUses.class.getClassLoader());
                Set<String> names = new HashSet<>();
                for (Class<?> at = found; at != null; at = at.getSuperclass()) {
                    for (Method each : at.getDeclaredMethods()) {
                        names.add(each.getName());
                    }
                }
                for (Method each : found.getMethods()) {
                    names.add(each.getName());
                }
                return names;
            } catch (ClassNotFoundException | LinkageError missing) {
                throw new IllegalStateException("no class " + name, missing);
            }
        });
    }
}
