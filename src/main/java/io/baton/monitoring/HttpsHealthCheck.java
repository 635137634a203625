package io.baton.monitoring;

import io.baton.token.TlsCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down until this node has once answered over TLS with the certificate of its key store. The server starts without TLS if it can't use
 * the key store, or has another one by a configuration that overrides ours.
 */
@Readiness
@ApplicationScoped
class HttpsHealthCheck implements HealthCheck {
    private static final int PATIENCE_MILLIS = 2_000;

    @Inject
    TlsCertificate certificate;

    @Inject
    Config config;

    private volatile boolean hasAnswered;

    @Override
    public HealthCheckResponse call() {
        var fault = hasAnswered ? Optional.<String>empty() : fault();
        hasAnswered = fault.isEmpty();
        var response = HealthCheckResponse.named("https").status(hasAnswered);
        fault.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }

    private Optional<String> fault() {
        var port = config.getOptionalValue("HTTPS_PORT", Integer.class).orElse(9443);
        try (var socket =
                (SSLSocket) trusting(certificate.get()).getSocketFactory().createSocket()) {
            var host = config.getOptionalValue("HTTP_HOST", String.class).orElse("*");
            socket.connect(new InetSocketAddress(host.equals("*") ? "localhost" : host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            return Optional.empty();
        } catch (ConnectException closed) {
            return Optional.of("nothing listens on port " + port + "; the server's messages say why");
        } catch (SSLException another) {
            return Optional.of("the server uses another key store than BATON_KEY_STORE_LOCATION, or none");
        } catch (IOException | GeneralSecurityException | IllegalStateException unusable) {
            return Optional.of(String.valueOf(unusable.getMessage()));
        }
    }

    /** That one alone, whoever has signed it. */
    private static SSLContext trusting(X509Certificate only) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("only", only);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
