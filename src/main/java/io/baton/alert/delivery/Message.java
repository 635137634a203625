package io.baton.alert.delivery;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.UUID;

/**
 * A message to one channel as JSON, in the form of Slack's incoming webhooks: {@code text} and {@code attachments} for people,
 * {@code metadata} for programs. Mail is made from the same.
 *
 * @param title  one line
 * @param detail plain text
 */
record Message(UUID deliveryId, String title, String detail, String json) {
    private static final String ORANGE = "#e8912d";
    private static final String RED = "#d40e0d";
    private static final String GREEN = "#2eb67d";

    static Message of(UUID deliveryId, Notice notice, Notice.Text text) {
        var json = Json.createObjectBuilder()
                .add("text", escaped(text.title()))
                .add(
                        "attachments",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("color", color(notice))
                                        .add("text", escaped(text.detail()))
                                        .add("fallback", escaped(text.detail()))))
                .add(
                        "metadata",
                        Json.createObjectBuilder()
                                .add("event_type", "baton_alert")
                                .add("event_payload", payload(deliveryId, notice, text)))
                .build();
        return new Message(deliveryId, text.title(), text.detail(), json.toString());
    }

    private static JsonObject payload(UUID deliveryId, Notice notice, Notice.Text text) {
        return Json.createObjectBuilder()
                .add("delivery", deliveryId.toString())
                .add("alert", notice.alertId().toString())
                .add("rule", notice.rule())
                .add("subject", notice.subject())
                .add("episode", notice.episode())
                .add("event", notice.event())
                .add("severe", notice.severe())
                .add("value", notice.value())
                .add("limit", notice.limit())
                .add("at", notice.at().toString())
                .add("title", text.title())
                .add("detail", text.detail())
                .build();
    }

    /** Reads what {@link #of} has written. */
    static Message parse(UUID deliveryId, String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            var payload = reader.readObject().getJsonObject("metadata").getJsonObject("event_payload");
            return new Message(deliveryId, payload.getString("title"), payload.getString("detail"), json);
        }
    }

    private static String color(Notice notice) {
        if (notice.event().equals("resolved")) {
            return GREEN;
        }
        return notice.severe() ? RED : ORANGE;
    }

    /** In Slack's texts these three characters are markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
