package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final String STAMP = "[11/23/26, 4:26:17:000 UTC] 0000002e id= com.ibm.ws.app.Helper E ";

    @Test
    void aBadSettingIsNamedBesideTheFailure() {
        var failure = Console.failureIn(List.of(
                STAMP + "CWWKZ0018I: Starting application baton.",
                STAMP + "CWWKZ0002E: An exception occurred while starting the application baton.",
                "SRCFG00039: The config property chat.heartbeat with the config value \"15\" threw an Exception",
                "Caused by: java.time.format.DateTimeParseException: Text cannot be parsed"));
        assertEquals(
                Optional.of("CWWKZ0002E: An exception occurred while starting the application baton.\n"
                        + "  SRCFG00039: The config property chat.heartbeat with the config value \"15\" threw an"
                        + " Exception"),
                failure);
    }

    @Test
    void settingsThatAreRefusedAreAllNamed() {
        var failure = Console.failureIn(List.of(
                "[WARNING ] CHAT_HEART_BEAT is not a setting and is ignored.",
                "[ERROR   ] Setting refused: CHAT_HEARTBEAT=PT0S: must be more",
                "[ERROR   ] Setting refused: HTTP_PORT=0: must be more"));
        assertEquals(
                Optional.of("these settings are refused:\n  CHAT_HEARTBEAT=PT0S: must be more\n"
                        + "  HTTP_PORT=0: must be more"),
                failure);
    }

    @Test
    void elseTheInnermostCauseIs() {
        var failure = Console.failureIn(List.of(
                STAMP + "CWWKZ0002E: An exception occurred.",
                "Caused by: java.sql.SQLException: outer",
                "Caused by: java.net.ConnectException: Connection refused"));
        assertEquals(
                Optional.of("CWWKZ0002E: An exception occurred.\n"
                        + "  Caused by: java.net.ConnectException: Connection refused"),
                failure);
    }

    @Test
    void aTakenPortIsAFailureByItself() {
        assertEquals(
                Optional.of("CWWKO0221E: TCP Channel initialization did not succeed. Port 9080"),
                Console.failureIn(
                        List.of(STAMP + "CWWKO0221E: TCP Channel initialization did not succeed. Port 9080")));
    }

    @Test
    void whatIsNotFatalIsNone() throws Exception {
        assertEquals(
                Optional.empty(),
                Console.failureIn(List.of(
                        STAMP + "CWMMH0053W: The readiness health check reported DOWN",
                        "Caused by: java.io.IOException: logged and overcome")));
        assertEquals(Optional.empty(), new Console(Path.of("no-such-console.log")).failure());
    }
}
