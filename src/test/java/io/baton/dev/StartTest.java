package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where a start fails for a reason that was foreseen: the reason, and nothing else. */
class StartTest {
    private static final String REASON_GIVEN = "3";

    @TempDir
    Path folder;

    @Test
    void anUnknownNodeIsRefused() throws Exception {
        assertEquals("-Dnode=3: it is 1, 2 or both.", whyNot("3", Map.of()));
    }

    @Test
    void aSecondNodeNeedsAFirst() throws Exception {
        assertEquals("Start the first node before the second: ./mvnw", whyNot("2", Map.of()));
    }

    @Test
    void portsThatCannotBeUsedAreAllNamed() throws Exception {
        assertEquals(
                "HTTP_PORT=x: a port is a number from 1 to 65535.\n"
                        + "BALANCER_PORT=0: a port is a number from 1 to 65535.",
                whyNot("both", Map.of("HTTP_PORT", "x", "BALANCER_PORT", "0")));
    }

    /** The build must know how the launcher ends, to say the reason as the last word. */
    @Test
    void theBuildTakesTheReasonFromTheLauncher() throws IOException {
        var build = Files.readString(Path.of("pom.xml"));
        assertTrue(build.contains("<successCode>" + REASON_GIVEN + "</successCode>"));
        assertTrue(build.contains("exec:exec@start build-helper:bsh-property@say-why-not</defaultGoal>"));
    }

    private String whyNot(String node, Map<String, String> environment) throws Exception {
        var reason = folder.resolve("why-not.txt");
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                        .map(each -> Path.of(each).toAbsolutePath().toString())
                        .collect(Collectors.joining(java.io.File.pathSeparator)),
                Start.class.getName(),
                "no-home",
                "no-application",
                node,
                reason.toString());
        command.environment().putAll(environment);
        var process =
                command.directory(folder.toFile()).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(REASON_GIVEN, Integer.toString(process.waitFor()), said);
        assertEquals("", said, "Maven says it last");
        return Files.readString(reason);
    }
}
