package io.baton.token;

import io.baton.outage.OutageReason;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** The issuers whose keys could not be fetched at the last attempt. Known keys stay in use for a while. */
public final class IssuerOutages {
    private static final Logger LOG = Logger.getLogger(IssuerOutages.class.getName());
    private static final Map<String, OutageReason> CURRENT = new ConcurrentHashMap<>();

    private IssuerOutages() {}

    /** By the host of the issuer's keys. */
    public static Map<String, OutageReason> current() {
        return new TreeMap<>(CURRENT);
    }

    /** Fetches keys, and remembers whether that succeeded. */
    static SimpleGet watched(SimpleGet fetch) {
        return location -> {
            var host = URI.create(location).getHost();
            try {
                var reply = parseable(fetch.get(location));
                works(host);
                return reply;
            } catch (JoseException noKeys) {
                fails(host, OutageReason.INVALID_REPLY);
                throw new IOException("no keys", noKeys);
            } catch (IOException failed) {
                fails(host, OutageReason.of(failed));
                throw failed;
            }
        };
    }

    private static void works(String host) {
        if (CURRENT.remove(host) != null) {
            LOG.info("the keys of the issuer at " + host + " can be fetched again");
        }
    }

    private static void fails(String host, OutageReason reason) {
        if (CURRENT.put(host, reason) != reason) {
            LOG.warning("the keys of the issuer at " + host + " can't be fetched: " + reason.code());
        }
    }

    private static SimpleResponse parseable(SimpleResponse reply) throws JoseException {
        new JsonWebKeySet(reply.getBody());
        return reply;
    }
}
