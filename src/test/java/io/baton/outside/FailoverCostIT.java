package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What failover cost can be asked for. */
class FailoverCostIT {
    private static final Api ADMIN = Api.of("admin");

    @Test
    void theAttemptsThatDidNotEndTheirAnswerAreCounted() {
        var frames = Api.somebody().hear(Providers.quick(9) + " [[qwen:fault=close at=4]]");
        var attempts = Database.attempts(frames.answerId());
        var begun = Database.row("select min(started_at) as at from attempt where answer_id = ?", frames.answerId());
        var report = report("?start=" + ((java.sql.Timestamp) begun.get("at")).toInstant());
        assertEquals(1, report.getInt("answers"));
        assertEquals(1, report.getInt("failedOver"));
        assertEquals(2, report.getInt("attempts"));
        assertEquals(attempts.getLast().input(), report.getInt("resentTokens"));
        var lost = report.getJsonArray("lost").getJsonObject(0);
        assertEquals("qwen2.5", lost.getString("model"));
        assertEquals("cut", lost.getString("outcome"));
        assertEquals(1, lost.getInt("attempts"));
        for (var cost : List.of(report.getJsonNumber("failoverCost"), lost.getJsonNumber("cost"))) {
            assertEquals(0, cost.bigDecimalValue().compareTo(attempts.getFirst().cost()), report::toString);
        }
    }

    @Test
    void anotherPeriodHasItsOwn() {
        var none = report("?start=2020-01-01&end=2020-01-31");
        assertEquals(0, none.getInt("answers"));
        assertEquals(0, none.getJsonArray("lost").size());
    }

    @Test
    void wrongPeriodsAreNamedAndOnlyAdminsMayAsk() {
        assertEquals(
                "start",
                ADMIN.get("/api/admin/failover?start=soon").problem(400).getString("field"));
        assertEquals(403, Api.somebody().get("/api/admin/failover").status());
    }

    private static JsonObject report(String query) {
        return ADMIN.get("/api/admin/failover" + query).with(200).json();
    }
}
