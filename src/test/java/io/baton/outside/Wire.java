package io.baton.outside;

import io.baton.dev.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A connection on which a test says what no client would. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE = 30_000;
    private final Socket socket;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE);
    }

    static Wire open() throws IOException {
        var server = URI.create(TestServer.running().url());
        return new Wire(new Socket(server.getHost(), server.getPort()));
    }

    /** With TLS, whoever the server says it is. */
    static Wire openTls(String... suites) throws IOException, GeneralSecurityException {
        return openTlsAt(TestServer.running().node().httpsPort(), suites);
    }

    /** The same, at the port of another node. */
    static Wire openTlsAt(int port, String... suites) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        if (suites.length > 0) {
            socket.setEnabledCipherSuites(suites);
        }
        var wire = new Wire(socket);
        socket.startHandshake();
        return wire;
    }

    /** The whole answer to such a request, whose lines end as they should; the server closes then. */
    static String answer(String... lines) throws IOException {
        try (var wire = open()) {
            return wire.send(head(lines)).rest();
        }
    }

    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** All that comes until the server closes, even where it does so in anger. */
    String rest() {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (IOException reset) {
            // what came before is what counts
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** The first line of the answer. */
    String status() throws IOException {
        var line = new StringBuilder();
        for (var next = socket.getInputStream().read();
                next >= 0 && next != '\r';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** The values of a header in a whole answer. */
    static List<String> values(String answer, String header) {
        return answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")))
                .lines()
                .filter(line -> line.regionMatches(true, 0, header + ":", 0, header.length() + 1))
                .map(line -> line.substring(header.length() + 1).strip())
                .toList();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // as wanted
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // a test has no authority
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // the server's certificate is of its own making
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
