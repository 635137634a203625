package io.baton.outside;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Reply;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;

/** The alerts as an admin sets and sees them. */
final class Alarm {
    static final String PATH = "/api/admin/alerts";
    static final Api ADMIN = Api.of("admin");
    static final String SECRET = "0123456789abcdef-of-a-test";

    private Alarm() {}

    static JsonObject channel(Receiver receiver) {
        return Json.createObjectBuilder()
                .add("kind", "webhook")
                .add("url", receiver.url())
                .add("secret", SECRET)
                .build();
    }

    static Reply put(String path, String json) {
        return ADMIN.put(PATH + path, Api.parse(json));
    }

    static JsonObject channelOf(String name) {
        return ADMIN.get(PATH + "/channels/" + name).with(200).json();
    }

    static List<JsonObject> unresolved() {
        return ADMIN.get(PATH + "?state=open,worse,acknowledged&limit=200")
                .with(200)
                .json()
                .getJsonArray("alerts")
                .getValuesAs(JsonObject.class);
    }

    static List<JsonObject> all(String rule, String subject) {
        return ADMIN
                .get(PATH + "?limit=200&rule=" + rule)
                .with(200)
                .json()
                .getJsonArray("alerts")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(alert -> alert.getString("subject").equals(subject))
                .toList();
    }

    /** Waits until nothing of other tests is open, and restores all limits. */
    static void calm(List<String> rules) {
        rules.forEach(rule -> ADMIN.delete(PATH + "/rules/" + rule).with(204));
        ADMIN.get(PATH + "/channels")
                .with(200)
                .array()
                .getValuesAs(JsonObject.class)
                .forEach(channel -> ADMIN.delete(PATH + "/channels/" + channel.getString("name"))
                        .with(204));
        Await.until(
                "no alert of these rules is open",
                java.time.Duration.ofSeconds(60),
                Alarm::unresolved,
                open -> open.stream().noneMatch(alert -> rules.contains(alert.getString("rule"))));
    }
}
