package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyStoreFile;
import io.baton.settings.SettingsRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;

/** The key stores can be opened, and hold what is needed. Only that for TLS may be missing: then the server makes it. */
public final class KeyStoreRule implements SettingsRule {
    private static final String TLS = "baton.key-store.";
    private static final int MOST_TRIES = 20;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final String SIGNING = "baton.signing-keys.";

    @Override
    public List<String> faults(Config config) {
        var faults = new ArrayList<String>();
        var tls = new KeyStoreFile(
                text(config, TLS + "location").orElseThrow(),
                text(config, TLS + "password").orElseThrow());
        var signing = text(config, SIGNING + "location");
        try {
            if (tls.exists()) {
                awaitEntries(tls);
            } else if (!canBeMade(Path.of(tls.location()).toAbsolutePath())) {
                faults.add(fault(TLS, tls.location(), "does not exist, and can't be made there"));
            }
        } catch (InvalidKeys unusable) {
            faults.add(fault(TLS, tls.location(), unusable.getMessage()));
        }
        if (faults.isEmpty() && (signing.isPresent() || tls.exists())) {
            try {
                TokenConfig.signingKeys(tls, signing, text(config, SIGNING + "password"))
                        .signer(Instant.now());
            } catch (InvalidKeys unusable) {
                faults.add(signing.map(location -> fault(SIGNING, location, unusable.getMessage()))
                        .orElseGet(() -> fault(TLS, tls.location(), unusable.getMessage())));
            }
        }
        return faults;
    }

    /** The server may be writing the file at this moment. */
    private static void awaitEntries(KeyStoreFile file) throws InvalidKeys {
        for (var tries = 0; ; tries++) {
            try {
                file.entries();
                return;
            } catch (InvalidKeys unusable) {
                if (tries == MOST_TRIES || !unusable.mayBeHalfWritten()) {
                    throw unusable;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static String fault(String prefix, String location, String why) {
        return SettingsRule.variable(prefix + "location") + "=" + location
                + ": must be a PKCS12 key store that " + SettingsRule.variable(prefix + "password")
                + " opens, but it " + why;
    }

    private static Optional<String> text(Config config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    private static boolean canBeMade(Path file) {
        var folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
