package io.baton.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What real providers have said, in the folder that RECORDINGS_DIR names. */
public final class RecordingFiles {
    private static final String DIRECTORY = "RECORDINGS_DIR";

    private RecordingFiles() {}

    /** By their names; skips the test where there is no such folder. */
    public static Stream<Path> ending(String ending) throws IOException {
        var directory = System.getProperty(DIRECTORY, System.getenv(DIRECTORY));
        if (directory == null || !Files.isDirectory(Path.of(directory))) {
            Assumptions.abort(DIRECTORY + " names no folder");
        }
        try (var files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }
}
