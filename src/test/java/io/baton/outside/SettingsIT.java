package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.RefusedStart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SettingsIT {
    @Test
    @Timeout(120)
    void aStartIsRefusedForAllBadSettingsAtOnceAndTheServerEnds() throws IOException, InterruptedException {
        var start = RefusedStart.with(Map.of(
                "LIMITS_USER_REQUESTS_PER_MINUTE", "0",
                "CHAT_HEARTBEAT", "PT0S",
                "BATON_EMBEDDED_USERS", "maybe",
                "CORS_ALLOWED_ORIGINS", "*",
                "DB_POOL_SIZE", "many",
                "MODELS_GPT_4_REQUESTS_PER_MINUTE", "-5",
                "OPENAI_MP_REST_URL", "nowhere",
                "QWEN_API_KEY", "my secret key",
                "REDIS_URL", "http://:hidden@cache",
                "ROUTING_MAX_ATEMPTS", "3"));
        assertEquals(
                List.of(
                        "BATON_EMBEDDED_USERS=maybe: must be true or false",
                        "CHAT_HEARTBEAT=PT0S: must be a duration (ISO 8601) from PT1S to PT10M",
                        "CORS_ALLOWED_ORIGINS=*: must be a comma-separated list, each item an origin in lower case such as"
                                + " https://blog.example, without a path, and never *",
                        "DB_POOL_SIZE=many: must be a whole number from 2 to 1000",
                        "LIMITS_USER_REQUESTS_PER_MINUTE=0: must be a whole number from 1 to 1000000",
                        "MODELS_GPT_4_REQUESTS_PER_MINUTE=-5: must be a whole number from 1 to 1000000",
                        "OPENAI_MP_REST_URL=nowhere: must be an address such as https://host/v1",
                        "QWEN_API_KEY: must be a key without blanks",
                        "REDIS_URL: must be an address such as redis://host:6379"),
                start.refused());
        assertEquals(78, start.status());
        assertTrue(start.console().contains("ROUTING_MAX_ATEMPTS is not a setting"), start.console());
        assertFalse(start.console().contains("secret") || start.console().contains("hidden"), start.console());
    }
}
