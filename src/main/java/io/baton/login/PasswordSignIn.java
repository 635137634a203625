package io.baton.login;

import io.baton.audit.SignInEvents;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import io.baton.security.BasicCredentials;
import io.baton.security.Caller;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.security.PresentedCredentials;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Signs in with name and password, and limits attempts: each is counted before the password is checked, and uncounted if it is right.
 * Guesses from one address lock out that address only. Guesses from many addresses are limited per name, but never lock out a browser
 * in which the user has signed in before. Unknown names are treated like known ones.
 */
@ApplicationScoped
class PasswordSignIn {
    private static final String PROOF = "password";

    @Inject
    RegistryUsers users;

    @Inject
    IssuedTokens issuedTokens;

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    SignInConfig config;

    @Inject
    SignInEvents events;

    boolean isOn() {
        return users.areOn();
    }

    /** Call only while {@link #isOn}. */
    SignInResult attempt(BasicCredentials given, HttpServletRequest request) {
        var counted = windows(given.name(), request);
        var wait = take(counted, person(given.name()));
        if (wait.isPositive()) {
            return new SignInResult.TooMany(wait);
        }
        try {
            var identity = users.signIn(given.name(), given.password());
            identity.ifPresentOrElse(
                    right -> {
                        counted.forEach(windows::giveBack);
                        events.signedIn(right, PROOF);
                    },
                    () -> events.failed(person(given.name()), PROOF, "wrong-password"));
            return identity.<SignInResult>map(right -> new SignInResult.SignedIn(right, person(given.name())))
                    .orElseGet(SignInResult.Wrong::new);
        } catch (RegistryUsers.Away away) {
            counted.forEach(windows::giveBack);
            return new SignInResult.Away();
        }
    }

    /** Who signs in by this name, also if nobody has it. Directories ignore case, width and blanks; no spelling is another try. */
    static String person(String name) {
        var plain = Normalizer.normalize(name, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
        return Caller.userIdOf(IssuedTokens.ISSUER, plain.toLowerCase(Locale.ROOT));
    }

    private List<Window> windows(String name, HttpServletRequest request) {
        var user = person(name);
        var device = knownDevice(user, request);
        if (device.isPresent()) {
            return List.of(window("device:" + device.get(), config.attempts));
        }
        var network = ClientNetwork.of(request.getRemoteAddr());
        return List.of(
                window("address:" + network, config.attemptsPerAddress),
                window("pair:" + user + ":" + network, config.attempts),
                window("name:" + user, config.attemptsPerName));
    }

    private Optional<UUID> knownDevice(String user, HttpServletRequest request) {
        return PresentedCredentials.deviceCookie(request)
                .flatMap(token -> issuedTokens.verify(token, Purpose.DEVICE))
                .filter(identity -> identity.caller().userId().equals(user))
                .flatMap(Identity::session);
    }

    private Window window(String name, int limit) {
        return new Window("sign-in:" + name, limit, config.window);
    }

    /** Counts the attempt in all windows, or in none where one is full. @return the time to wait; zero: counted */
    private Duration take(List<Window> all, String userId) {
        var taken = new ArrayList<Window>();
        for (var window : all) {
            var wait = windows.take(window);
            if (wait.isPositive()) {
                taken.forEach(windows::giveBack);
                recordOnce(window, userId);
                return wait;
            }
            taken.add(window);
        }
        return Duration.ZERO;
    }

    /** Once per window that is full. */
    private void recordOnce(Window full, String userId) {
        if (!windows.take(new Window(full.name() + ":recorded", 1, full.length()))
                .isPositive()) {
            events.locked(userId, PROOF, "too-many-attempts");
        }
    }
}
