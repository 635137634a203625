package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    Path folder;

    /** Another process that takes the lock and keeps it until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            try (var lock = RunLock.take(Path.of(arguments[0]), "node1").orElseThrow()) {
                lock.announce("http://localhost:9080");
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void aLiveRunIsFoundAndALeftOverOneIsNot() throws Exception {
        var holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = holder.inputReader()) {
            assertEquals("held", said.readLine());
            assertTrue(RunLock.isHeld(folder, "node1"));
            assertFalse(RunLock.isHeld(folder, "node2"));
            assertTrue(RunLock.take(folder, "node1").isEmpty());
            assertEquals(Optional.of("http://localhost:9080"), RunLock.urlOfHolder(folder, "node1"));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertFalse(RunLock.isHeld(folder, "node1"));
        RunLock.take(folder, "node1").orElseThrow().close();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() throws IOException {
        var first = RunLock.take(folder, "node1").orElseThrow();
        assertTrue(RunLock.take(folder, "node1").isEmpty(), "also within one process");
        first.announce("http://localhost:1");
        first.close();
        var second = RunLock.take(folder, "node1").orElseThrow();
        assertEquals(Optional.empty(), RunLock.urlOfHolder(folder, "node1"));
        second.close();
    }
}
