package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caller's port is 54321 (D431), the server's 9080 (2378). */
class TcpConnectionsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final String LISTENING =
            "   0: 00000000:2378 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 1\n";
    private static final String OPEN =
            "   1: 0100007F:2378 0100007F:D431 01 00000000:00000000 00:00000000 00000000  0 0 2\n";
    private static final String CLOSED =
            "   1: 0100007F:2378 0100007F:D431 08 00000000:00000001 00:00000000 00000000  0 0 2\n";
    private static final String ELSEWHERE =
            "   2: 0100007F:2378 0200007F:D431 01 00000000:00000000 00:00000000 00000000  0 0 3\n";

    @TempDir
    Path folder;

    private long now;
    private TcpConnections connections;
    private TcpConnections.Connection ours;
    private TcpConnections.Connection behindAProxy;

    private void table(String rows) throws IOException {
        var file = folder.resolve("tcp");
        Files.writeString(file, HEAD + rows);
        if (connections == null) {
            connections = new TcpConnections(List.of(folder.resolve("none"), file), () -> now);
            ours = connections.of(9080, 54321, true);
            behindAProxy = connections.of(9080, 54321, false);
        }
        now += Duration.ofSeconds(1).toNanos();
    }

    @Test
    void oneThatIsEstablishedIsOpen() throws IOException {
        table(LISTENING + OPEN);
        assertFalse(ours.isClosed());
    }

    @Test
    void oneThatItsCallerHasClosedIsClosedThoughItWasNeverSeenOpen() throws IOException {
        table(LISTENING + CLOSED);
        assertTrue(ours.isClosed());
    }

    @Test
    void oneThatWasResetIsClosedOnceTwoTablesLackIt() throws IOException {
        table(LISTENING);
        assertFalse(ours.isClosed());
        assertFalse(ours.isClosed());
        table(LISTENING);
        assertTrue(ours.isClosed());
    }

    @Test
    void oneThatATableHasLackedOnceIsOpen() throws IOException {
        table(LISTENING + OPEN);
        assertFalse(ours.isClosed());
        table(LISTENING);
        assertFalse(ours.isClosed());
        table(LISTENING + OPEN);
        assertFalse(ours.isClosed());
        table(LISTENING);
        assertFalse(ours.isClosed());
    }

    @Test
    void oneWhosePortMayBeAnotherIsMissedOnlyOnceItWasSeen() throws IOException {
        table(LISTENING);
        assertFalse(behindAProxy.isClosed());
        table(LISTENING);
        assertFalse(behindAProxy.isClosed());
        table(LISTENING + OPEN);
        assertFalse(behindAProxy.isClosed());
        table(LISTENING);
        assertFalse(behindAProxy.isClosed());
        table(LISTENING);
        assertTrue(behindAProxy.isClosed());
    }

    @Test
    void whereThereIsNoTableNothingIsKnown() {
        var unknown = new TcpConnections(List.of(folder.resolve("none")), () -> now).of(9080, 54321, true);
        assertFalse(unknown.isClosed());
        now += Duration.ofSeconds(1).toNanos();
        assertFalse(unknown.isClosed());
    }

    @Test
    void whereTwoCallersHaveThePortNeitherIsTakenForTheOther() throws IOException {
        table(CLOSED + ELSEWHERE);
        assertFalse(ours.isClosed());
        table(CLOSED);
        assertTrue(ours.isClosed());
    }

    @Test
    void theTableIsReadOnceASecond() throws IOException {
        table(OPEN);
        assertFalse(ours.isClosed());
        table(CLOSED);
        now--;
        assertFalse(ours.isClosed());
        now++;
        assertTrue(ours.isClosed());
    }
}
