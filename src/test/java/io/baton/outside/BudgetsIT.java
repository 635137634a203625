package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.SteadyHour;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets hold: nobody spends more, whoever is refused learns until when, and what is set can be seen. */
class BudgetsIT {
    private static final String SLOW = "tokens=80 first=0 delay=100";
    private static final BigDecimal PLENTY = BigDecimal.valueOf(1_000);
    private final Api admin = Api.of("admin");
    private final Api user = Api.somebody();
    private final String userId = user.userId();
    private final Instant now = SteadyHour.begin();

    @AfterEach
    void theSiteAndTheDefaultAreWithoutLimit() {
        admin.delete("/api/admin/budgets/site").with(204);
        admin.delete("/api/admin/budgets/default").with(204);
    }

    @Test
    void ofTwoHundredFirstQuestionsWithABudgetForThreeAtMostThreeAreAccepted() throws Exception {
        var hold = holdOfOne();
        budget(userId, month(times(hold, "3.5")));
        var accepted = askTogether(Collections.nCopies(200, user));
        assertTrue(accepted >= 1 && accepted <= 3, () -> accepted + " were accepted");
        assertAccountIsTheLedger(userId, accepted);
    }

    @Test
    void ofTheQuestionsOfFiftyUsersTheSitesBudgetLetsAtMostThreeIn() throws Exception {
        var hold = holdOfOne();
        var before = admin.get("/api/usage/budget").with(200).json();
        budget("site", month(times(hold, "3.5").add(dollars(before, "spent")).add(dollars(before, "held"))));
        var users = Stream.generate(Api::somebody).limit(50).toList();
        var accepted = askTogether(users);
        assertTrue(accepted >= 1 && accepted <= 3, () -> accepted + " were accepted");
    }

    @Test
    void theDefaultHoldsForWhoHasNoBudgetOfTheirOwn() throws Exception {
        var hold = holdOfOne();
        budget(
                "default",
                Json.createObjectBuilder().add("dayLimit", times(hold, "2.5")).build());
        var accepted = askTogether(Collections.nCopies(20, user));
        assertTrue(accepted >= 1 && accepted <= 2, () -> accepted + " were accepted");
        var rich = Api.somebody();
        budget(rich.userId(), Json.createObjectBuilder().build());
        rich.hear(Providers.quick(3)).complete();
    }

    @Test
    void aRefusalSaysWhenThereIsMoneyAgain() {
        budget(userId, Json.createObjectBuilder().add("dayLimit", 0).build());
        var midnight = now.truncatedTo(java.time.temporal.ChronoUnit.DAYS).plus(Duration.ofDays(1));
        for (var path : List.of("/api/chat/message", "/api/chat/stream")) {
            var refusal = user.post(path, Api.json("message", "Too dear"));
            var problem = refusal.problem(402);
            assertEquals("BUDGET_EXCEEDED", problem.getString("code"));
            assertEquals(midnight.toString(), problem.getString("resetsAt"));
            var wait = Long.parseLong(refusal.header("Retry-After"));
            assertTrue(wait > 0 && wait <= 86_400, () -> wait + " s");
        }
        try (var stream = user.listen("/api/chat/stream?message=Too+dear")) {
            assertEquals(List.of("end:BUDGET_EXCEEDED"), stream.rest().ids());
        }
        for (var table : List.of("conversation", "message m join conversation c on c.id = m.conversation_id", "hold")) {
            assertEquals(0, Database.count(table + " where user_id = ?", userId), table);
        }
        budget(userId, month(BigDecimal.ZERO));
        var nextMonth = YearMonth.from(now.atZone(ZoneOffset.UTC)).plusMonths(1).atDay(1) + "T00:00:00Z";
        assertEquals(
                nextMonth,
                user.post("/api/chat/message", Api.json("message", "Too dear"))
                        .problem(402)
                        .getString("resetsAt"));
    }

    @Test
    void daysAndMonthsAreThoseOfTheBudgetsTimeZone() {
        var shanghai = ZoneId.of("Asia/Shanghai");
        var set = admin.put("/api/admin/budgets/" + userId, limits(100, 200, shanghai))
                .with(200);
        assertEquals(shanghai.getId(), set.json().getString("timeZone"));
        user.hear(Providers.quick(3)).complete();

        var day = LocalDate.ofInstant(now, shanghai);
        var status = user.get("/api/usage/budget").with(200).json();
        assertEquals(shanghai.getId(), status.getString("timeZone"));
        assertSpan(status.getJsonObject("day"), day, day.plusDays(1), shanghai);
        assertSpan(
                status.getJsonObject("month"),
                day.withDayOfMonth(1),
                day.withDayOfMonth(1).plusMonths(1),
                shanghai);
        assertEquals(0, dollars(status.getJsonObject("day"), "spent").compareTo(ledger(userId)));
        var projection = user.get("/api/usage/projection").with(200).json();
        assertEquals(shanghai.getId(), projection.getString("timeZone"));
        assertEquals(status.getJsonObject("month").getString("startsAt"), projection.getString("startsAt"));
        assertEquals(status.getJsonObject("month").getString("endsAt"), projection.getString("endsAt"));

        budget(userId, limits(0, 200, shanghai));
        var refused =
                user.post("/api/chat/message", Api.json("message", "Too dear")).problem(402);
        var midnight = day.plusDays(1).atStartOfDay(shanghai).toInstant();
        assertEquals(midnight.toString(), refused.getString("resetsAt"));
        assertTrue(
                refused.getString("detail").contains(day.plusDays(1) + " 00:00 Asia/Shanghai"),
                refused.getString("detail"));
    }

    private static JsonObject limits(int day, int month, ZoneId zone) {
        return Json.createObjectBuilder()
                .add("dayLimit", day)
                .add("monthLimit", month)
                .add("timeZone", zone.getId())
                .build();
    }

    private static void assertSpan(JsonObject period, LocalDate first, LocalDate next, ZoneId zone) {
        var end = next.atStartOfDay(zone).toInstant().toString();
        assertEquals(first.atStartOfDay(zone).toInstant().toString(), period.getString("startsAt"));
        assertEquals(end, period.getString("endsAt"));
        assertEquals(end, period.getString("resetsAt"));
    }

    @Test
    void aChangeOfTheTimeZoneTakesAlongWhatWasSpent() {
        budget(userId, limits(5, 5, ZoneId.of("UTC")));
        try (var stream = user.ask(Providers.question(SLOW))) {
            stream.next(2);
            budget(userId, limits(5, 5, ZoneId.of("Africa/Abidjan")));
            user.hear(Providers.quick(3)).complete();
            user.delete("/api/chat/answers/" + answerOf(userId)).with(204);
            stream.rest().complete();
        }
        assertEquals(4, Database.count("budget_account where owner = ?", userId));
        assertEquals(
                0,
                Database.count(
                        "budget_account a where owner = ? and (held <> 0 or spent <>"
                                + " (select sum(cost) from attempt t where t.user_id = a.owner))",
                        userId));
    }

    @Test
    void whatIsSpentAndHeldIsTold() {
        budget(
                userId,
                Json.createObjectBuilder()
                        .add("dayLimit", 5)
                        .add("monthLimit", 7)
                        .build());
        try (var stream = user.ask(Providers.question(SLOW))) {
            stream.next(2);
            var running = user.get("/api/usage/budget").with(200).json();
            assertEquals(0, dollars(running, "held").compareTo(hold(userId)));
            assertEquals(0, dollars(running, "limit").compareTo(BigDecimal.valueOf(7)));
            user.delete("/api/chat/answers/" + answerOf(userId)).with(204);
            stream.rest().complete();
        }
        var status = user.get("/api/usage/budget").with(200).json();
        var spent = ledger(userId);
        assertTrue(spent.signum() > 0);
        for (var account : List.of(status, status.getJsonObject("day"), status.getJsonObject("month"))) {
            assertEquals(0, dollars(account, "spent").compareTo(spent), account::toString);
            assertEquals(0, dollars(account, "held").signum(), account::toString);
        }
        assertEquals(
                0,
                dollars(status.getJsonObject("day"), "left")
                        .compareTo(BigDecimal.valueOf(5).subtract(spent)));
        assertEquals(
                status,
                admin.get("/api/usage/budget?userId=" + userId).with(200).json());
    }

    @Test
    void whatWasSpentBeforeTheBudgetWasSetCounts() {
        user.hear(Providers.quick(10)).complete();
        budget(userId, month(ledger(userId)));
        user.post("/api/chat/stream", Api.json("message", "Too late")).problem(402);
        var status = user.get("/api/usage/budget").with(200).json();
        assertEquals(0, dollars(status, "spent").compareTo(ledger(userId)));
    }

    @Test
    void softMarksAreRecordedOnceInEachPeriod() {
        var limit = new BigDecimal("0.00002");
        var setting = Json.createObjectBuilder()
                .add("monthLimit", limit)
                .add("shadow", true)
                .build();
        budget(userId, setting);
        for (var i = 0; i < 4; i++) {
            user.hear(Providers.quick(10)).complete();
        }
        assertTrue(ledger(userId).compareTo(limit) > 0);
        var marks = user.get("/api/usage/budget").with(200).json().getJsonArray("marks");
        assertEquals(
                List.of(50, 80, 100),
                marks.getValuesAs(JsonObject.class).stream()
                        .map(mark -> mark.getInt("percent"))
                        .toList());
        assertEquals(3, Database.count("budget_mark where owner = ?", userId));
    }

    @Test
    void shadowModeRefusesNothingAndCountsWhatItWouldHave() {
        budget(
                userId,
                Json.createObjectBuilder()
                        .add("dayLimit", 0)
                        .add("shadow", true)
                        .build());
        user.hear(Providers.quick(2)).complete();
        user.hear(Providers.quick(2)).complete();
        var day = user.get("/api/usage/budget").with(200).json().getJsonObject("day");
        assertEquals(2, day.getInt("wouldRefuse"));
        assertTrue(dollars(day, "spent").signum() > 0);
    }

    @Test
    void whereLittleIsLeftACheaperModelAnswersAndTheStartSaysWhy() {
        var setting = Json.createObjectBuilder()
                .add("monthLimit", new BigDecimal("0.05"))
                .add("cheaperFrom", 90);
        budget(userId, setting.build());
        try (var stream = user.ask(Api.json("message", Providers.quick(2), "model", "gpt-4"))) {
            var frames = stream.rest();
            assertEquals("qwen2.5", frames.first().content().getString("model"));
            assertEquals("budget", frames.first().content().getString("reason"));
            assertEquals("qwen2.5", frames.complete().getString("model"));
        }
        budget(userId, setting.add("monthLimit", PLENTY).build());
        try (var stream = user.ask(Api.json("message", Providers.quick(2), "model", "gpt-4"))) {
            var frames = stream.rest();
            assertEquals("gpt-4", frames.first().content().getString("model"));
            assertFalse(frames.first().content().containsKey("reason"));
        }
    }

    @Test
    void aDearerModelThatTheBudgetHasNoRoomForIsPassedOver() {
        budget(userId, month(new BigDecimal("0.02")));
        var question =
                "Question " + java.util.UUID.randomUUID() + " [[gemma:fault=status:500]] [[tokens=3 first=0 delay=0]]";
        try (var stream = user.ask(Api.json("message", question, "model", "gemma-3"))) {
            assertEquals("qwen2.5", stream.rest().complete().getString("model"));
        }
        assertEquals(
                List.of("gemma", "qwen"),
                Providers.saw(question).stream().map(each -> each.vendor()).toList());
        assertEquals(0, Database.count("hold where user_id = ?", userId));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"dayLimit\": -1} | dayLimit",
                "{\"monthLimit\": \"many\"} | monthLimit",
                "{\"monthLimit\": 1e999999999} | monthLimit",
                "{\"dayLimit\": 1e-999999999} | dayLimit",
                "{\"dayLimit\": 0.0000000001} | dayLimit",
                "{\"dayLimit\": 1000000001} | dayLimit",
                "{\"shadow\": 1} | shadow",
                "{\"cheaperFrom\": 101} | cheaperFrom",
                "{\"cheaperFrom\": 1.5} | cheaperFrom",
                "{\"timeZone\": \"Shanghai\"} | timeZone",
                "{\"timeZone\": \"+08:00\"} | timeZone",
                "{\"timeZone\": 8} | timeZone"
            })
    void whatCanNotBeTakenIsNamed(String body, String field) {
        admin.send("PUT", "/api/admin/budgets/" + userId, body.getBytes()).problem(400, field);
    }

    @Test
    void onlyAnAdminSetsOrSeesThem() {
        for (var owner : List.of(userId, "default", "site")) {
            user.put("/api/admin/budgets/" + owner, month(PLENTY)).with(403);
            user.get("/api/admin/budgets/" + owner).with(403);
        }
        assertEquals(0, Database.count("budget where owner = ?", userId));
        admin.put("/api/admin/budgets/rubbish", month(PLENTY)).problem(400, "userId");
        admin.get("/api/admin/budgets/" + userId).problem(404);
        budget(userId, month(PLENTY));
        var set = admin.get("/api/admin/budgets/" + userId).with(200).json();
        assertEquals(0, dollars(set, "monthLimit").compareTo(PLENTY));
        assertTrue(admin.get("/api/admin/budgets").with(200).body().contains(userId));
    }

    /** Asks at the same time; gives how many were accepted, and ends those. All others must have been refused with 402. */
    private long askTogether(List<Api> askers) throws InterruptedException, ExecutionException {
        List<Callable<Integer>> calls = askers.stream()
                .map(api -> (Callable<Integer>) () -> {
                    var reply = api.post("/api/chat/stream", slowQuestion());
                    return reply.status();
                })
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var accepted = 0L;
            for (var call : threads.invokeAll(calls)) {
                var status = call.get();
                assertTrue(status == 200 || status == 402, () -> "status " + status);
                accepted += status == 200 ? 1 : 0;
            }
            return accepted;
        }
    }

    private static JsonObject slowQuestion() {
        return Json.createObjectBuilder()
                .add("message", Providers.question(SLOW))
                .add("maxTokens", 100)
                .build();
    }

    /** What is held for one of the slow questions: all are equally long. */
    private static BigDecimal holdOfOne() {
        var somebody = Api.somebody();
        try (var stream = somebody.ask(slowQuestion())) {
            stream.next(2);
            var amount = hold(somebody.userId());
            somebody.delete("/api/chat/answers/" + answerOf(somebody.userId())).with(204);
            stream.rest().complete();
            return amount;
        }
    }

    private static BigDecimal hold(String userId) {
        return (BigDecimal) Database.row("select amount from hold where user_id = ?", userId)
                .get("amount");
    }

    private static Object answerOf(String userId) {
        return Database.row("select answer_id from hold where user_id = ?", userId)
                .get("answer_id");
    }

    private static void assertAccountIsTheLedger(String userId, long answers) {
        var account = Database.row("select * from budget_account where owner = ?", userId);
        assertEquals(0, ((BigDecimal) account.get("held")).signum());
        assertEquals(0, ((BigDecimal) account.get("spent")).compareTo(ledger(userId)));
        assertTrue(ledger(userId).compareTo((BigDecimal) account.get("limit_amount")) <= 0);
        assertEquals(answers, Database.count("answer where user_id = ?", userId));
    }

    private static BigDecimal ledger(String userId) {
        return (BigDecimal) Database.row("select coalesce(sum(cost), 0) as cost from attempt where user_id = ?", userId)
                .get("cost");
    }

    private void budget(String owner, JsonObject setting) {
        admin.put("/api/admin/budgets/" + owner, setting).with(200);
    }

    private static JsonObject month(BigDecimal limit) {
        return Json.createObjectBuilder().add("monthLimit", limit).build();
    }

    private static BigDecimal times(BigDecimal amount, String factor) {
        return amount.multiply(new BigDecimal(factor)).setScale(9, RoundingMode.HALF_UP);
    }

    private static BigDecimal dollars(JsonObject json, String member) {
        return json.getJsonNumber(member).bigDecimalValue();
    }
}
