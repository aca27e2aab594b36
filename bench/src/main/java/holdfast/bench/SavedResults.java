package holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The results of one run on the disk: a folder with two files for each field, written as soon as
/// the field is finished. A run that is stopped leaves those behind, and another can go on with the
/// other fields.
record SavedResults(Path folder) {

    static SavedResults make(MachineInfo machine) throws IOException {
        Path results = BenchFolders.results();
        for (int number = 1; true; number++) {
            try {
                return new SavedResults(
                        Files.createDirectory(results.resolve(machine.date() + "-" + number)));
            } catch (FileAlreadyExistsException taken) {
                // By an earlier run on this day: the next number may be free.
            }
        }
    }

    /// Writes the tables, and the same as lines of JSON to compare runs.
    void add(Report report, Report.Sold field) {
        Report one = report.only(field);
        try {
            Files.writeString(folder.resolve(field.word() + ".md"), new MarkdownTables(one).text());
            Files.write(folder.resolve(field.word() + ".jsonl"), JsonLines.lines(one));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
