package io.baton.outside;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Signs in by the form, as a browser does. */
final class Browsers {
    private Browsers() {}

    /** Where the form is sent to; without cookies. */
    static Api at(String url) {
        return new Api(url, Map.of("Content-Type", "application/x-www-form-urlencoded", "Origin", url));
    }

    static Api atFirst() {
        return at(TestServer.running().url());
    }

    static Reply signIn(Api browser, String user, String password) {
        var form = "username=" + user + "&password=" + password;
        return browser.send("POST", "/login", form.getBytes(StandardCharsets.UTF_8));
    }

    /** As it is sent back: name and value. */
    static String cookie(Reply reply, String name) {
        return reply.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(name + "="))
                .map(header -> header.substring(0, header.indexOf(';')))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name + ": " + reply.headers()));
    }
}
