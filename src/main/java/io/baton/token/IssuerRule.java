package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.settings.SettingsRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Issuers are configured completely, and their keys can be read. */
public final class IssuerRule implements SettingsRule {
    private static final String FAMILY = "BATON_ISSUER_";

    @Override
    public List<String> faults(Config config) {
        var faults = new ArrayList<String>();
        var seen = new HashSet<>(Set.of(SigningKeys.ISSUER));
        for (var settings : IssuerSettings.all(config)) {
            faults.addAll(missing(settings));
            if (faults.isEmpty()) {
                faults.addAll(unusable(settings));
            }
            settings.text(IssuerSettings.ISSUER)
                    .filter(issuer -> !seen.add(issuer))
                    .ifPresent(twice -> faults.add(settings.variable(IssuerSettings.ISSUER) + "=" + twice
                            + ": must be the name of one issuer only"));
        }
        faults.addAll(unlisted(config));
        return faults;
    }

    private static List<String> missing(IssuerSettings settings) {
        var faults = new ArrayList<String>();
        require(settings, IssuerSettings.ISSUER, "the issuer, exactly as in its tokens", faults);
        require(settings, IssuerSettings.AUDIENCES, "the audiences, of which its tokens must have one", faults);
        var both = settings.text(IssuerSettings.KEY).isPresent()
                && settings.text(IssuerSettings.LOCATION).isPresent();
        if (both) {
            faults.add(settings.variable(IssuerSettings.KEY) + ": must not be set together with "
                    + settings.variable(IssuerSettings.LOCATION));
        } else if (settings.text(IssuerSettings.KEY).isEmpty()) {
            require(settings, IssuerSettings.LOCATION, "where the issuer's public keys are", faults);
        }
        return faults;
    }

    private static void require(IssuerSettings settings, String name, String what, List<String> faults) {
        if (settings.text(name).isEmpty()) {
            faults.add(settings.variable(name) + ": must be set for an issuer of tokens: " + what);
        }
    }

    private static List<String> unusable(IssuerSettings settings) {
        var faults = new ArrayList<String>();
        var name = settings.text(IssuerSettings.KEY).isPresent() ? IssuerSettings.KEY : IssuerSettings.LOCATION;
        try {
            var keys = settings.keys();
            if (keys.isPresent()
                    && keys.get().stream()
                            .noneMatch(key ->
                                    settings.algorithms().stream().anyMatch(each -> KeySelection.fits(key, each)))) {
                faults.add(settings.variable(name) + ": must be a key for "
                        + String.join(
                                ", ", settings.algorithms().stream().sorted().toList()) + ", see "
                        + settings.variable(IssuerSettings.ALGORITHM));
            }
        } catch (InvalidKeys invalid) {
            faults.add(settings.variable(name) + ": must be a public key, but it " + invalid.getMessage());
        }
        try {
            settings.decryptionKeys();
        } catch (InvalidKeys invalid) {
            faults.add(settings.variable(IssuerSettings.DECRYPT_LOCATION)
                    + ": must be a file with a private key, but it " + invalid.getMessage());
        }
        return faults;
    }

    /** A name that is missing in the list, or mistyped there. */
    private static List<String> unlisted(Config config) {
        var listed = IssuerSettings.names(config)
                .map(name -> SettingsRule.variable("baton.issuer." + name + "."))
                .toList();
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(SettingsRule::variable)
                .filter(variable -> variable.startsWith(FAMILY))
                .filter(variable -> listed.stream().noneMatch(variable::startsWith))
                .distinct()
                .sorted()
                .map(variable -> variable + ": must be about an issuer that BATON_ISSUERS names")
                .toList();
    }
}
