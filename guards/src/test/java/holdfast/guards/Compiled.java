package holdfast.guards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A class file and its source.
public record Compiled(Source source, ClassModel model) {
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w$]+(?:/[\\w$]+)*)[;<]");

    static List<Compiled> read(Repository repository) {
        Map<String, Source> sources = new HashMap<>();
        repository.sources().forEach(source -> sources.put(source.text().path(), source));
        List<Compiled> found = new ArrayList<>();
        for (String module : repository.modules()) {
            for (String half : List.of("main", "test")) {
                Path built = repository.root().resolve(module, "target", half.equals("main")
                        ? "classes" : "test-classes");
                String written = module + "/src/" + half + "/java/";
                for (Path file : classFiles(built)) {
                    ClassModel model = parse(file);
                    Source source = sources.get(written + sourcePath(model));
                    // A class file can outlive its source until the next clean build.
                    if (source != null) {
                        found.add(new Compiled(source, model));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<Path> classFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String sourcePath(ClassModel model) {
        String name = model.thisClass().asInternalName();
        String file = model.findAttribute(Attributes.sourceFile())
                .map(attribute -> attribute.sourceFile().stringValue())
                .orElse("");
        return name.substring(0, name.lastIndexOf('/') + 1) + file;
    }

    public String packageName() {
        return packageOf(model.thisClass().asInternalName().replace('/', '.'));
    }

    /// `Engine`, for `holdfast.engine.Engine$Lane` too.
    public String outermostName() {
        String name = model.thisClass().asInternalName();
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\$.*", "");
    }

    /// All classes that this one names in code, descriptors, generic signatures and annotations;
    /// dotted, with `$` for nested ones. Strings do not count.
    public Set<String> references() {
        Set<Utf8Entry> said = new HashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof StringEntry string) {
                said.add(string.utf8());
            }
        }
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry named && !named.asInternalName().startsWith("[")) {
                names.add(named.asInternalName());
            } else if (entry instanceof Utf8Entry utf8 && !said.contains(utf8)) {
                IN_DESCRIPTOR.matcher(utf8.stringValue()).results()
                        .map(found -> found.group(1))
                        .forEach(names::add);
            }
        }
        return new TreeSet<>(names.stream().map(name -> name.replace('/', '.')).toList());
    }

    public static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }
}
