package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts are seen, acknowledged, silenced and set up by admins. What alerts here is usage that is written into the roll-up. */
@Tag("long")
class AlertsApiIT {
    private static final String RULE = "user-cost-anomaly";
    private final String spender = UUID.randomUUID().toString().replace("-", "");
    private final String subject = "user:" + spender;

    @BeforeEach
    @AfterEach
    void everythingIsWell() {
        Spending.undo(spender);
        Alarm.calm(List.of(RULE));
    }

    @Test
    void anAlertIsListedAcknowledgedAndResolved() {
        Spending.tooMuch(spender);
        var alert = opened();
        assertEquals("open", alert.getString("state"));
        assertEquals("Unusual cost of a user", alert.getString("name"));
        var path = Alarm.PATH + "/" + alert.getString("id");
        var acknowledged = Alarm.ADMIN
                .send("POST", path + "/acknowledgement", null)
                .with(200)
                .json();
        assertEquals("acknowledged", acknowledged.getString("state"));
        assertEquals(Alarm.ADMIN.userId(), acknowledged.getString("acknowledgedBy"));
        Alarm.ADMIN.send("POST", path + "/acknowledgement", null).with(200);
        Spending.undo(spender);
        var history = Await.until(
                () -> Alarm.ADMIN.get(path).with(200).json(),
                seen -> seen.getJsonObject("alert").getString("state").equals("resolved"));
        assertEquals(
                List.of("opened", "acknowledged", "resolved"),
                history.getJsonArray("events").stream()
                        .map(event -> event.asJsonObject().getString("kind"))
                        .toList());
        Spending.tooMuch(spender);
        assertEquals(2, opened().getInt("episode"));
    }

    @Test
    void theEventsAreStreamedAndResumedOnAnotherNode() {
        var second = TestServer.running().anotherNode(java.util.Map.of());
        try (var here = Alarm.ADMIN.listen(Alarm.PATH + "/events")) {
            Await.until(here::comments, comments -> !comments.isEmpty());
            Spending.tooMuch(spender);
            var begun = here.until(frame -> frame.content().getString("subject").equals(subject));
            assertEquals("opened", begun.last().type());
            Spending.undo(spender);
            var over = here.until(frame -> frame.content().getString("subject").equals(subject));
            assertEquals("resolved", over.last().type());
            try (var there = Alarm.ADMIN
                    .at(second.url())
                    .with("Last-Event-ID", begun.last().id())
                    .with("Accept-Language", "zh")
                    .listen(Alarm.PATH + "/events")) {
                var again = there.until(
                        frame -> frame.content().getString("subject").equals(subject));
                assertEquals(over.last().id(), again.last().id());
                assertEquals("用户费用异常", again.last().content().getString("name"));
            }
        } finally {
            second.stop();
        }
    }

    @Test
    void whileItIsSilencedNobodyIsToldAndAfterwardsEverybody() {
        try (var receiver = new Receiver()) {
            Alarm.ADMIN
                    .put(Alarm.PATH + "/channels/quiet", Alarm.channel(receiver))
                    .with(200);
            var silence = Alarm.ADMIN
                    .post(Alarm.PATH + "/silences", Api.json("subject", subject, "for", "PT1H"))
                    .with(200)
                    .json();
            Spending.tooMuch(spender);
            var alert = opened();
            var event = Alarm.ADMIN
                    .get(Alarm.PATH + "/" + alert.getString("id"))
                    .with(200)
                    .json()
                    .getJsonArray("events")
                    .getJsonObject(0);
            assertTrue(event.getBoolean("silenced"));
            assertEquals(
                    0,
                    Database.count("alert_delivery where channel = 'quiet' and message like '%' || ? || '%'", spender));
            Alarm.ADMIN
                    .delete(Alarm.PATH + "/silences/" + silence.getString("id"))
                    .with(204);
            receiver.begun(RULE, subject);
        }
    }

    @Test
    void aMailArrivesInTheLanguageOfTheChannel() throws MessagingException {
        var mail = new GreenMail(new ServerSetup(TestServer.running().mailPort(), "127.0.0.1", "smtp"));
        mail.start();
        try {
            Alarm.put("/channels/mail", """
                    {"kind": "mail", "to": "one@blog.example, two@blog.example", "language": "zh"}""").with(200);
            Spending.tooMuch(spender);
            var received = Await.until("both have it", () -> about(mail), all -> all.size() == 2)
                    .getFirst();
            assertEquals("告警：用户费用异常，用户 " + spender, received.getSubject());
            assertEquals("baton@blog.example", received.getFrom()[0].toString());
            assertEquals("<" + received.getHeader("X-Baton-Delivery")[0] + "@baton>", received.getMessageID());
        } finally {
            mail.stop();
        }
    }

    /** Other tests may cause alerts, too. */
    private List<MimeMessage> about(GreenMail mail) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> subjectOf(message).contains(spender))
                .toList();
    }

    private static String subjectOf(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Test
    void mailWaitsWhileThereIsNoServer() {
        Alarm.put("/channels/mail", "{\"kind\": \"mail\", \"to\": \"one@blog.example\"}")
                .with(200);
        Spending.tooMuch(spender);
        Await.until(() -> Alarm.channelOf("mail"), channel -> channel.getInt("failures") > 1);
        var mail = new GreenMail(new ServerSetup(TestServer.running().mailPort(), "127.0.0.1", "smtp"));
        mail.start();
        try {
            Await.until("it comes", Duration.ofSeconds(60), () -> about(mail), all -> !all.isEmpty());
            Await.until(() -> Alarm.channelOf("mail"), channel -> channel.getInt("pending") == 0);
            assertEquals(1, about(mail).size());
        } finally {
            mail.stop();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/channels/x | {} | kind",
                "/channels/x | {\"kind\": \"pigeon\"} | kind",
                "/channels/a b | {\"kind\": \"webhook\", \"url\": \"https://a.example/\"} | name",
                "/channels/x | {\"kind\": \"webhook\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"a.example\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"ftp://a.example/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"http://1.1.1.1/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://10.0.0.1/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://localhost/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://2130706433/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://[::1]/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://169.254.169.254/latest\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://me:it@1.1.1.1/\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://1.1.1.1/#a\"} | url",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://1.1.1.1/\", \"secret\": \"short\"} | secret",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://1.1.1.1/\", \"language\": \"de\"} | language",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://1.1.1.1/\", \"least\": \"most\"} | least",
                "/channels/x | {\"kind\": \"webhook\", \"url\": \"https://1.1.1.1/\", \"enabled\": 1} | enabled",
                "/channels/x | {\"kind\": \"mail\"} | to",
                "/channels/x | {\"kind\": \"mail\", \"to\": \"nobody\"} | to",
                "/channels/x | {\"kind\": \"mail\", \"to\": \"a@b.example,,\"} | to",
                "/channels/x | {\"kind\": \"mail\", \"to\": \"a@b.example\\r\\nBcc: c@d.example\"} | to",
                "/rules/error-rate | {\"limit\": -1} | limit",
                "/rules/error-rate | {\"limit\": 0} | limit",
                "/rules/error-rate | {\"limit\": 2000} | limit",
                "/rules/error-rate | {\"limit\": 50, \"worse\": 40} | worse",
                "/rules/key-expiry | {\"limit\": 5, \"worse\": 6} | worse",
                "/rules/error-rate | {\"leastVolume\": -1} | leastVolume",
                "/rules/error-rate | {\"inARow\": 0} | inARow",
                "/rules/error-rate | {\"inARow\": 1.5} | inARow",
                "/rules/error-rate | {\"enabled\": \"yes\"} | enabled"
            })
    void whatCantBeTakenIsNamed(String path, String body, String field) {
        var refusal = Alarm.put(path.replace(" ", "%20"), body);
        refusal.problem(400, field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | for",
                "{\"for\": \"P91D\"} | for",
                "{\"for\": \"soon\"} | for",
                "{\"for\": \"PT1H\", \"rule\": \"no-rule\"} | rule",
                "{\"for\": \"PT1H\", \"subject\": \"\"} | subject",
                "{\"for\": \"PT1H\", \"reason\": 5} | reason"
            })
    void aSilenceThatCantBeTakenIsNamed(String body, String field) {
        Alarm.ADMIN.post(Alarm.PATH + "/silences", Api.parse(body)).problem(400, field);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Alarm.put("/rules/no-rule", "{}").problem(404, "rule");
        Alarm.ADMIN.get(Alarm.PATH + "?rule=no-rule").problem(404, "rule");
        Alarm.ADMIN.get(Alarm.PATH + "?state=suspected").problem(400, "state");
        Alarm.ADMIN.get(Alarm.PATH + "?page=0").problem(400, "page");
        Alarm.ADMIN.get(Alarm.PATH + "/" + UUID.randomUUID()).problem(404);
        Alarm.ADMIN.get(Alarm.PATH + "/7").problem(400, "id");
        Alarm.ADMIN.get(Alarm.PATH + "/channels/none").problem(404);
        Alarm.ADMIN.send("POST", Alarm.PATH + "/channels/none/test", null).problem(404);
        Alarm.ADMIN.with("Last-Event-ID", "x").get(Alarm.PATH + "/events").problem(400, "Last-Event-ID");
    }

    @Test
    void onlyAnAdminMay() {
        var user = Api.somebody();
        List.of("", "/rules", "/channels", "/silences", "/events")
                .forEach(path -> assertEquals(403, user.get(Alarm.PATH + path).status(), path));
    }

    @Test
    void aLimitHoldsUntilItIsReset() {
        var set = Alarm.put("/rules/error-rate", "{\"limit\": 5, \"worse\": 20}")
                .with(200)
                .json();
        assertEquals(5, set.getInt("limit"));
        assertFalse(set.getBoolean("shipped"));
        Alarm.ADMIN.delete(Alarm.PATH + "/rules/error-rate").with(204);
        assertTrue(Alarm.ADMIN
                .get(Alarm.PATH + "/rules")
                .with(200)
                .array()
                .getJsonObject(0)
                .getBoolean("shipped"));
    }

    private jakarta.json.JsonObject opened() {
        return Await.until(
                        "it is open",
                        () -> Alarm.all(RULE, subject),
                        found -> !found.isEmpty()
                                && !found.getFirst().getString("state").equals("resolved"))
                .getFirst();
    }
}
