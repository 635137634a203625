package io.baton.alert.delivery;

import io.baton.platform.Problem;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Where webhooks may go: by https to public addresses, and anyhow to the hosts that are allowed by name. As the client's resolver it
 * checks the very addresses that are connected, so a name that leads elsewhere later is no way around it.
 */
@ApplicationScoped
class WebhookAddress implements Dns {
    private static final int LONGEST = 2_000;

    @Inject
    @ConfigProperties
    DeliveryConfig config;

    /** @throws Problem naming {@code field} if it may not be called */
    HttpUrl checked(String field, String text) {
        var url = text.length() > LONGEST ? null : HttpUrl.parse(text);
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty() || url.fragment() != null) {
            throw Problem.badField(field, "problem.webhook-url");
        }
        if (!url.isHttps() && !isAllowed(url.host())) {
            throw Problem.badField(field, "problem.webhook-url");
        }
        try {
            lookup(url.host());
        } catch (PrivateAddress inside) {
            throw Problem.badField(field, "problem.private-address", url.host());
        } catch (UnknownHostException notNow) {
            // it is looked up again for each delivery
        }
        return url;
    }

    /** Also for hosts that are addresses, which the client does not look up. */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        var addresses = InetAddress.getAllByName(host);
        if (!isAllowed(host) && !Arrays.stream(addresses).allMatch(PublicAddress::is)) {
            throw new PrivateAddress();
        }
        return List.of(addresses);
    }

    private boolean isAllowed(String host) {
        return allowed().contains(host.toLowerCase(Locale.ROOT));
    }

    /** Without the brackets around IPv6 addresses, as the client has them. */
    private Set<String> allowed() {
        return config.allowedHosts.map(CommaSeparated::items).orElse(List.of()).stream()
                .map(host -> host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** A name that leads to a private address. */
    static final class PrivateAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        PrivateAddress() {
            super("its address is private");
        }
    }
}
