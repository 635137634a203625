package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.RefusedStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    @Timeout(120)
    void aStartIsRefusedForKeysAndIssuersThatCantBeUsed(@TempDir Path folder) throws IOException, InterruptedException {
        var wrong = Files.writeString(folder.resolve("signing.p12"), "no key store");
        var start = RefusedStart.with(Map.of(
                "BATON_SIGNING_KEYS_LOCATION", wrong.toString(),
                "MP_JWT_VERIFY_ISSUER", "https://issuer.example",
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", "https://issuer.example/keys",
                "BATON_ISSUER_PARTNR_VERIFY_ISSUER", "https://partner.example"));
        assertEquals(
                List.of(
                        "BATON_ISSUER_PARTNR_VERIFY_ISSUER: must be about an issuer that BATON_ISSUERS names",
                        "BATON_SIGNING_KEYS_LOCATION=" + wrong + ": must be a PKCS12 key store that"
                                + " BATON_SIGNING_KEYS_PASSWORD opens, but it is no PKCS12 key store, or can't be read",
                        "MP_JWT_VERIFY_AUDIENCES: must be set for an issuer of tokens: the audiences, of which its tokens"
                                + " must have one"),
                start.refused().stream().sorted().toList());
        assertEquals(78, start.status());
    }

    @Test
    @Timeout(120)
    void aStartIsRefusedForAKeyStoreThatCantBeOpened(@TempDir Path folder) throws IOException, InterruptedException {
        var wrong = Files.writeString(folder.resolve("keys.p12"), "no key store");
        var start = RefusedStart.with(Map.of("BATON_KEY_STORE_LOCATION", wrong.toString()));
        assertEquals(
                List.of("BATON_KEY_STORE_LOCATION=" + wrong
                        + ": must be a PKCS12 key store that BATON_KEY_STORE_PASSWORD"
                        + " opens, but it is no PKCS12 key store, or can't be read"),
                start.refused());
        assertEquals(78, start.status());
    }
}
