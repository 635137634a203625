package io.baton.outside;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.RedisData;
import jakarta.json.Json;
import java.util.List;

/** Why the account {@code author} may not ask for now. */
enum Refused {
    BUDGET {
        @Override
        void begin() {
            var nothing = Json.createObjectBuilder().add("dayLimit", 0).build();
            ADMIN.put("/api/admin/budgets/" + AUTHOR, nothing).with(200);
        }

        @Override
        void end() {
            ADMIN.delete("/api/admin/budgets/" + AUTHOR);
        }
    },
    HASTE {
        @Override
        void begin() {
            RedisData.fillUp(AUTHOR);
        }

        @Override
        void end() {
            RedisData.empty("user:" + AUTHOR);
        }
    },
    NOBODY {
        @Override
        void begin() {
            VENDORS.forEach(vendor -> RedisData.fill("provider:" + vendor, LIMIT));
        }

        @Override
        void end() {
            VENDORS.forEach(vendor -> RedisData.empty("provider:" + vendor));
        }
    };

    private static final String AUTHOR = Api.of("author").userId();
    private static final Api ADMIN = Api.of("admin");
    private static final List<String> VENDORS = List.of("qwen", "gemma", "openai");
    private static final int LIMIT =
            Integer.parseInt(TestServer.running().environment().get("LIMITS_PROVIDER_REQUESTS_PER_MINUTE"));

    abstract void begin();

    abstract void end();
}
