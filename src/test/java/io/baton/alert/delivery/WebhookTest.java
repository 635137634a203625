package io.baton.alert.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.platform.Language;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookTest {
    /** Computed with {@code printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef}. */
    @Test
    void theSignatureIsThatOfTimeAndBody() {
        assertEquals(
                "t=1700000000,v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e",
                Webhook.signature("0123456789abcdef", "{}".getBytes(StandardCharsets.UTF_8), 1_700_000_000));
    }

    @Test
    void textsAreEscapedForSlackAndPlainForPrograms() {
        var text = new Notice.Text("Alert: a <b> & c", "It is > 1.");
        var id = UUID.fromString("01890000-0000-7000-8000-000000000001");
        var notice = new Notice(
                id,
                "error-rate",
                "model:x",
                2,
                "opened",
                false,
                12.5,
                10,
                Instant.EPOCH,
                Map.of(Language.ENGLISH, text));
        var message = Message.of(id, notice, text);
        assertEquals(
                "{\"text\":\"Alert: a &lt;b&gt; &amp; c\",\"attachments\":[{\"color\":\"#e8912d\",\"text\":\"It is &gt; 1.\","
                        + "\"fallback\":\"It is &gt; 1.\"}],\"metadata\":{\"event_type\":\"baton_alert\",\"event_payload\":{"
                        + "\"delivery\":\"01890000-0000-7000-8000-000000000001\",\"alert\":\"01890000-0000-7000-8000-000000000001\","
                        + "\"rule\":\"error-rate\",\"subject\":\"model:x\",\"episode\":2,\"event\":\"opened\",\"severe\":false,"
                        + "\"value\":12.5,\"limit\":10.0,\"at\":\"1970-01-01T00:00:00Z\",\"title\":\"Alert: a <b> & c\","
                        + "\"detail\":\"It is > 1.\"}}}",
                message.json());
        assertEquals(message, Message.parse(id, message.json()));
    }
}
