package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.answer.ChatConfig;
import io.baton.cluster.DrainConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What must be in the configuration of haproxy, whether haproxy is there or not. */
class HaproxyFileTest {
    private static final Set<String> KEYWORDS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "maxconn",
            "mode",
            "option",
            "retry-on",
            "retries",
            "http-request",
            "timeout",
            "bind",
            "acl",
            "use_backend",
            "default_backend",
            "balance",
            "default-server",
            "server");

    @Test
    void nodesAreAskedWhetherTheyAreReadyOftenerThanALeaseLasts() throws IOException {
        var file = HaproxyFile.read();
        assertEquals("/health/ready", file.checkPath());
        var unnoticed = file.interval().multipliedBy(file.fall());
        assertTrue(unnoticed.compareTo(Duration.ofSeconds(6)) < 0, unnoticed::toString);
        assertTrue(file.rise() >= 1);
    }

    @Test
    void aNodeThatIsBeingDrainedIsNoticedInTime() throws IOException {
        var notice = Arrays.stream(DrainConfig.class.getDeclaredFields())
                .filter(field -> field.getName().equals("notice"))
                .map(field ->
                        Duration.parse(field.getAnnotation(ConfigProperty.class).defaultValue()))
                .findFirst()
                .orElseThrow();
        var file = HaproxyFile.read();
        assertTrue(file.interval().multipliedBy(file.fall()).compareTo(notice) < 0);
    }

    @Test
    void aSilentStreamOutlivesTwoHeartbeats() throws IOException {
        var heartbeat = Arrays.stream(ChatConfig.class.getDeclaredFields())
                .map(field -> field.getAnnotation(ConfigProperty.class))
                .filter(property -> property != null && property.name().equals("heartbeat"))
                .map(property -> Duration.parse(property.defaultValue()))
                .findFirst()
                .orElseThrow();
        var file = HaproxyFile.read();
        assertTrue(file.serverTimeout().compareTo(heartbeat.multipliedBy(2)) > 0);
        assertTrue(
                file.lines().contains("timeout client " + file.serverTimeout().toSeconds() + "s"));
    }

    @Test
    void aQuestionIsOnlySentAgainWhereNoNodeHasReceivedIt() throws IOException {
        var retries = HaproxyFile.read().lines().stream()
                .filter(line -> line.startsWith("retry-on"))
                .toList();
        assertEquals(List.of("retry-on conn-failure"), retries);
    }

    @Test
    void streamsOfANodeThatIsNotReadyGoOnAndBothNodesComeFromTheEnvironment() throws IOException {
        var lines = HaproxyFile.read().lines();
        assertTrue(lines.stream().noneMatch(line -> line.contains("shutdown-sessions")));
        assertTrue(lines.contains("bind :\"${BATON_PORT}\""));
        assertTrue(lines.contains("server node1 \"${BATON_NODE_1}\""));
        assertTrue(lines.contains("server node2 \"${BATON_NODE_2}\""));
    }

    @Test
    void noLineBeginsWithAWordThatHaproxyDoesNotKnow() throws IOException {
        assertEquals(
                Set.of(),
                HaproxyFile.read().lines().stream()
                        .map(line -> line.split(" ")[0])
                        .filter(word -> !KEYWORDS.contains(word))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aFileWithoutChecksIsRefused() {
        var refused = assertThrows(CannotStart.class, () -> HaproxyFile.of(List.of("backend nodes")));
        assertTrue(refused.getMessage().contains("default-server"), refused::getMessage);
    }

    @Test
    void haproxyItselfFindsItValid() throws IOException, InterruptedException {
        var haproxy = Programs.find("haproxy");
        assumeTrue(haproxy.isPresent(), "haproxy was not found; its file was read by the embedded load balancer alone");
        var check = Haproxy.command(haproxy.get(), 1, List.of("http://localhost:1", "http://localhost:2"), "-c")
                .redirectErrorStream(true)
                .start();
        var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor(), said);
    }
}
