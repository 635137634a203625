package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void whereFilesHavePermissions() {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "the files of this system have no POSIX permissions");
    }

    @Test
    void whatIsWrittenIsItsOwnersAlone() throws IOException {
        var file = folder.resolve("new");
        PrivateFiles.write(file, "secret");
        assertEquals("rw-------", permissions(file));
        assertEquals("secret", Files.readString(file));
    }

    @Test
    void whatAnEarlierRunHasLeftOpenIsClosed() throws IOException {
        var inner = Files.createDirectories(folder.resolve("data/inner"));
        var key = Files.writeString(inner.resolve("server.env"), "KEY=secret");
        var program = Files.writeString(inner.resolve("redis-server"), "binary");
        open(inner, "rwxr-xr-x");
        open(key, "rw-r--r--");
        open(program, "rwxr-xr-x");
        PrivateFiles.restrictAll(folder.resolve("data"));
        assertEquals("rwx------", permissions(folder.resolve("data")));
        assertEquals("rwx------", permissions(inner));
        assertEquals("rw-------", permissions(key));
        assertEquals("rwx------", permissions(program), "it can still be run");
        open(key, "rw-r--r--");
        PrivateFiles.write(key, "KEY=other");
        assertEquals("rw-------", permissions(key));
    }

    @Test
    void aServersEnvironmentIsItsOwnersAlone() throws IOException {
        Liberty.lay(folder, "baton", Map.of("QWEN_API_KEY", "secret"));
        assertEquals("rw-------", permissions(folder.resolve("servers/baton/server.env")));
    }

    private static void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
