package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Reply;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody overwrites what they have not seen. */
class VersionsIT {
    private static final Api ADMIN = Api.of("admin");
    private static final String RULE = "/api/admin/alerts/rules/error-rate";
    private static final String CHANNEL = "/api/admin/alerts/channels/versions";
    private static final String RECEIVER = "{\"kind\":\"webhook\",\"url\":\"http://127.0.0.1:9/\",\"enabled\":%s}";

    private static Reply put(String path, String version, String body) {
        return ADMIN.with("If-Match", version).put(path, Api.parse(body));
    }

    @Test
    void theSecondOfTwoAdminsIsTold() {
        var read = ADMIN.get(RULE).with(200).header("ETag");
        var first = put(RULE, read, "{\"limit\":20,\"worse\":40}").with(200);
        assertEquals(
                "VERSION_CONFLICT",
                put(RULE, read, "{\"limit\":21,\"worse\":40}").problem(409).getString("code"));
        assertEquals(20, ADMIN.get(RULE).with(200).json().getInt("limit"));
        ADMIN.with("If-Match", read).delete(RULE).problem(409);
        ADMIN.with("If-Match", first.header("ETag")).delete(RULE).with(204);
        assertEquals(read, ADMIN.get(RULE).with(200).header("ETag"));
    }

    @Test
    void ofManyAtOnceOneIsFirst() {
        var read = ADMIN.get(RULE).with(200).header("ETag");
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> put(RULE, read, "{\"limit\":%d,\"worse\":60}".formatted(30 + i))
                        .status())
                .toList();
        assertEquals(1, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(7, statuses.stream().filter(status -> status == 409).count(), statuses.toString());
        ADMIN.delete(RULE).with(204);
    }

    @Test
    void aChannelThatWasReplacedOrRemovedIsNotChanged() {
        ADMIN.put(CHANNEL, Api.parse(RECEIVER.formatted(false))).with(200);
        var read = ADMIN.get(CHANNEL).with(200).header("ETag");
        var second = put(CHANNEL, read, RECEIVER.formatted(false)).with(200).header("ETag");
        put(CHANNEL, read, RECEIVER.formatted(true)).problem(409);
        ADMIN.with("If-Match", second).delete(CHANNEL).with(204);
        put(CHANNEL, second, RECEIVER.formatted(true)).problem(409);
    }

    @Test
    void theStandingOfAModelHasAVersion() {
        var standing = "/api/admin/models/gemma-3/standing";
        var open = ADMIN.get(standing).with(200);
        assertTrue(open.json().getBoolean("available"));
        put(standing, open.header("ETag"), "{\"available\":false,\"for\":\"PT1M\"}")
                .with(204);
        var closed = ADMIN.get(standing).with(200);
        assertFalse(closed.json().getBoolean("available"));
        put(standing, open.header("ETag"), "{\"available\":true}").problem(409);
        put(standing, closed.header("ETag"), "{\"available\":true}").with(204);
        assertEquals(open.header("ETag"), ADMIN.get(standing).with(200).header("ETag"));
    }

    @Test
    void pricesHaveOneVersionTogether() {
        var read = ADMIN.get("/api/admin/prices").with(200).header("ETag");
        assertEquals(read, ADMIN.get("/api/admin/prices/list-prices").with(200).header("ETag"));
        ADMIN.with("If-Match", "\"another\"")
                .post("/api/admin/prices", Api.parse("{\"model\":\"gpt-4\",\"input\":1,\"output\":1}"))
                .problem(409);
        assertEquals(read, ADMIN.get("/api/admin/prices").with(200).header("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"abc", "'\"abc'"})
    void whatIsNoVersionIsSaid(String header) {
        ADMIN.with("If-Match", header).put(RULE, Api.parse("{}")).problem(400, "If-Match");
    }
}
