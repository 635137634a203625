package io.baton.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Detects that a client has disconnected, without writing to it: a servlet notices only when it writes, which an answer
 * must not do before its first output. Linux lists the state of each TCP connection; on other systems the state is
 * unknown, and the first write fails instead. The tables are read at most once a second, and only on demand.
 */
@ApplicationScoped
public class TcpConnections {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final List<String> CHANGE_PORTS = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Port");
    private static final String ESTABLISHED = "01";
    private static final String CLOSE_WAIT = "08";
    private static final String LISTEN = "0A";

    private final List<Path> tables;
    private final LongSupplier nanoTime;
    private Set<Ports> open = Set.of();
    private Set<Ports> closed = Set.of();
    private Set<Integer> listening = Set.of();
    private long readAt;

    /**
     * Identifies a connection. Addresses are left out, because a proxy's headers may have changed the client's; if two
     * clients use the same port, both count as open until both have closed.
     */
    private record Ports(int local, int remote) {}

    public TcpConnections() {
        this(TABLES, System::nanoTime);
    }

    TcpConnections(List<Path> tables, LongSupplier nanoTime) {
        this.tables = tables;
        this.nanoTime = nanoTime;
        this.readAt = nanoTime.getAsLong() - FRESH;
    }

    /** The connection of one request. Not thread-safe. */
    public final class Connection {
        private final Ports ports;
        private boolean expected;
        private boolean missing;
        private long missingAt;

        private Connection(Ports ports, boolean direct) {
            this.ports = ports;
            this.expected = direct;
        }

        /** Whether the client has closed the connection, or its sending half. False if the state is unknown. */
        public boolean isClosed() {
            synchronized (TcpConnections.this) {
                refresh();
                if (open.contains(ports)) {
                    expected = true;
                    missing = false;
                    return false;
                }
                return closed.contains(ports) || expected && listening.contains(ports.local()) && isMissingAgain();
            }
        }

        /**
         * A reset connection is in no table; but a table that changes while it is read may lack a row, so it must be
         * missing twice.
         */
        private boolean isMissingAgain() {
            if (missing) {
                return readAt != missingAt;
            }
            missing = true;
            missingAt = readAt;
            return false;
        }
    }

    public Connection of(HttpServletRequest request) {
        var direct = CHANGE_PORTS.stream().allMatch(header -> request.getHeader(header) == null);
        return of(request.getLocalPort(), request.getRemotePort(), direct);
    }

    /** @param direct whether these are certainly the ports of the connection, so that it must be in the table */
    Connection of(int localPort, int remotePort, boolean direct) {
        return new Connection(new Ports(localPort, remotePort), direct);
    }

    private void refresh() {
        if (nanoTime.getAsLong() - readAt < FRESH) {
            return;
        }
        var nowOpen = new HashSet<Ports>();
        var nowClosed = new HashSet<Ports>();
        var nowListening = new HashSet<Integer>();
        for (var table : tables) {
            try (var rows = Files.lines(table)) {
                rows.skip(1).forEach(row -> read(row.strip().split("\\s+", 5), nowOpen, nowClosed, nowListening));
            } catch (IOException | UncheckedIOException notLinux) {
                // the state of these connections is unknown
            }
        }
        open = nowOpen;
        closed = nowClosed;
        listening = nowListening;
        readAt = nanoTime.getAsLong();
    }

    /** Columns: number, local and remote {@code address:port} in hexadecimal digits, state. */
    private static void read(String[] row, Set<Ports> open, Set<Ports> closed, Set<Integer> listening) {
        switch (row.length < 4 ? "" : row[3]) {
            case ESTABLISHED -> open.add(ports(row));
            case CLOSE_WAIT -> closed.add(ports(row));
            case LISTEN -> listening.add(port(row[1]));
            default -> {}
        }
    }

    private static Ports ports(String[] row) {
        return new Ports(port(row[1]), port(row[2]));
    }

    private static int port(String end) {
        return Integer.parseInt(end.substring(end.lastIndexOf(':') + 1), 16);
    }
}
