package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be taken where usage, budgets and prices are asked for or set; never a bug, and never a slow query. */
class BadUsageQueryIT {
    private static final List<String> HOSTILE = List.of(
            "'; drop table attempt; --",
            "' or '1'='1",
            "x' union select null, version() --",
            "2026-11-01'::date",
            "1); select pg_sleep(30)",
            "%s%n:user{0}",
            "\ud83d\ude00",
            "9".repeat(3_000));

    private final Api user = Api.somebody();
    private final Api admin = Api.of("admin");

    /** Each parameter of the calls about money, with text that would be something else in SQL, a path, a format or a shell. */
    @ParameterizedTest
    @CsvSource({
        "/api/usage/statistics?start=, start",
        "/api/usage/statistics?end=, end",
        "/api/usage/statistics?groupBy=, groupBy",
        "/api/usage/statistics?timeZone=, timeZone",
        "/api/usage/statistics?models=, models",
        "'/api/usage/statistics?models=gpt-4,', models",
        "/api/usage/statistics?userId=, userId",
        "/api/usage/projection?userId=, userId",
        "/api/usage/budget?userId=, userId",
        "/api/usage/ledger?start=, start",
        "/api/usage/ledger?end=, end",
        "/api/usage/ledger?timeZone=, timeZone",
        "/api/usage/ledger?format=, format",
        "/api/usage/ledger?userId=, userId",
        "/api/admin/failover?start=, start",
        "/api/admin/failover?end=, end"
    })
    void nothingIsTakenForMoreThanText(String path, String field) {
        var before = Database.count("attempt");
        for (var text : HOSTILE) {
            admin.get(path + encoded(text)).problem(400, field);
        }
        admin.get(path + "%00").problem(400, field);
        assertTrue(Database.count("attempt") >= before);
    }

    @Test
    void nobodyHasABudgetWhoseIdIsSomethingElseInSql() {
        for (var text : HOSTILE) {
            var path = "/api/admin/budgets/" + encoded(text);
            admin.get(path).problem(400, "userId");
            admin.put(path, Api.json()).problem(400, "userId");
            admin.delete(path).problem(400, "userId");
        }
    }

    private static String encoded(String text) {
        return Api.encoded(text).replace("+", "%20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/usage/statistics", "/api/usage/ledger", "/api/admin/failover"})
    void noPeriodIsBackwardsOrLongerThanFiveYears(String path) {
        for (var period : List.of(
                "start=2026-02-01&end=2026-01-01",
                "start=2026-02-01T00:00:00Z&end=2026-02-01T00:00:00Z",
                "start=1970-01-01",
                "start=1970-01-01&end=9999-12-30",
                "start=9999-01-01",
                "start=2020-01-01&end=2026-01-01")) {
            admin.get(path + "?" + period).problem(400, "start");
        }
        admin.get(path + "?start=0001-01-01").problem(400, "start");
        admin.get(path + "?end=%2B999999999-12-31").problem(400, "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"statistics", "projection", "budget", "ledger"})
    void anothersUsageIsRefusedAndAnAdminMayAskForAnybodys(String call) {
        var path = "/api/usage/" + call + "?userId=" + Api.somebody().userId();
        user.get(path).problem(403);
        admin.get(path).with(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour", "day", "week", "month"})
    void theLongestPeriodIsAnswered(String group) {
        admin.get("/api/usage/statistics?start=2022-01-01&end=2026-12-31&timeZone=Asia/Kathmandu&groupBy=" + group)
                .with(200);
    }

    @ParameterizedTest
    @CsvSource({"token, ''", "token, '; drop table attempt; --'", "token, 00000000"})
    void aPreviewThatNobodyHasSeenIsNotBooked(String field, String token) {
        admin.post("/api/admin/prices/unpriced", Api.json("token", token)).problem(400, field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; drop table price; --", "gpt-4' or '1'='1", "\u0000", ""})
    void aModelThatThereIsNotGetsNoPrice(String model) {
        var price = Json.createObjectBuilder(Api.json("model", model))
                .add("input", 1)
                .add("output", 1);
        admin.post("/api/admin/prices", price.build()).problem(400, "model");
    }
}
