package io.baton.outside;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLServerSocketFactory;

/** A directory in memory, with whatever a test puts into it. */
final class Directory implements AutoCloseable {
    static final String BASE = "dc=blog,dc=example";
    private static final String BIND_DN = "cn=baton," + BASE;
    private static final String BIND_PASSWORD = "secret of the server";
    private final InMemoryDirectoryServer server;
    private volatile CountDownLatch silent;

    /**
     * @param tls       null: plain
     * @param hasSchema whether entries must be as standards say; Active Directory's are not
     */
    Directory(SSLServerSocketFactory tls, boolean hasSchema) throws LDAPException, IOException {
        var config = new InMemoryDirectoryServerConfig(BASE);
        if (!hasSchema) {
            config.setSchema(null);
        }
        config.addAdditionalBindCredentials(BIND_DN, BIND_PASSWORD);
        config.setReferentialIntegrityAttributes("member");
        config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
            @Override
            public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
                awaitVoice();
            }
        });
        var address = InetAddress.getLoopbackAddress();
        var port = freePort();
        config.setListenerConfigs(
                tls == null
                        ? InMemoryListenerConfig.createLDAPConfig("plain", address, port, null)
                        : InMemoryListenerConfig.createLDAPSConfig("tls", address, port, tls, null));
        server = new InMemoryDirectoryServer(config);
        server.add(new Entry(BASE, new Attribute("objectClass", "domain"), new Attribute("dc", "blog")));
        open();
    }

    /** One of its own, so that it is the same after a restart. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    InMemoryDirectoryServer entries() {
        return server;
    }

    /** Listens, at the same port as before. */
    void open() throws LDAPException {
        server.startListening();
    }

    /** Nobody listens there any more. */
    void shut() {
        server.shutDown(true);
    }

    /** Takes requests and does not answer, until it {@link #speaks}. */
    void isSilent() {
        silent = new CountDownLatch(1);
    }

    void speaks() {
        silent.countDown();
        silent = null;
    }

    private void awaitVoice() {
        var latch = silent;
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "LDAP_HOST", "localhost",
                "LDAP_PORT", Integer.toString(server.getListenPort()),
                "LDAP_BASE_DN", BASE,
                "LDAP_BIND_DN", BIND_DN,
                "LDAP_BIND_PASSWORD", BIND_PASSWORD);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
