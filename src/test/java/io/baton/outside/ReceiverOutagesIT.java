package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.baton.dev.TestServer;
import io.baton.outside.Receiver.Manner;
import io.baton.testing.Api;
import io.baton.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A webhook's receiver and the mail server are away, hang, or refuse: answers go on, health says so, and all is delivered in the end. */
@Tag("long")
class ReceiverOutagesIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private final Health health = new Health(TestServer.running().url());
    private final String spender = UUID.randomUUID().toString().replace("-", "");
    private Receiver receiver;
    private Talker mailServer;

    @BeforeEach
    void everythingIsWell() {
        Alarm.calm(List.of(Spending.RULE));
        receiver = new Receiver();
    }

    @AfterEach
    void nobodySpendsTooMuch() {
        receiver.close();
        if (mailServer != null) {
            mailServer.close();
        }
        Spending.undo(spender);
        Alarm.calm(List.of(Spending.RULE));
    }

    @Test
    void receiversThatAreAwayGetEverythingWhenTheyAreBack() {
        receiver.shut();
        assertFailing();
        receiver.open();
        assertDelivered();
    }

    @Test
    void receiversThatHangGetEverythingWhenTheyAnswerAgain() {
        receiver.become(Manner.HANGS);
        mailServer = new Talker(TestServer.running().mailPort(), "");
        assertFailing();
        mailServer.close();
        receiver.become(Manner.ACCEPTS);
        assertDelivered();
    }

    @Test
    void receiversThatRefuseGetEverythingWhenTheyAcceptItAgain() {
        receiver.become(Manner.FAILS);
        mailServer = new Talker(TestServer.running().mailPort(), "554 No mail is taken here\r\n");
        assertFailing();
        mailServer.close();
        receiver.become(Manner.ACCEPTS);
        assertDelivered();
    }

    private void assertFailing() {
        Alarm.ADMIN.put(Alarm.PATH + "/channels/hook", Alarm.channel(receiver)).with(200);
        Alarm.put("/channels/mail", "{\"kind\": \"mail\", \"to\": \"one@blog.example\"}")
                .with(200);
        Spending.tooMuch(spender);
        Await.until(
                "both are known to fail",
                SOON,
                () -> health.reason("alerts"),
                reason -> reason.equals("failing channels: hook,mail"));
        assertEquals(200, health.readiness());
        assertTrue(Metrics.value("baton_alert_messages_waiting{") >= 2);
        for (var channel : List.of("hook", "mail")) {
            assertTrue(!Alarm.channelOf(channel).getString("lastError").isBlank());
        }
        Api.somebody().hear(Providers.quick(3)).complete();
    }

    private void assertDelivered() {
        var mail = new GreenMail(new ServerSetup(TestServer.running().mailPort(), "127.0.0.1", "smtp"));
        mail.start();
        try {
            receiver.begun(Spending.RULE, "user:" + spender);
            Await.until("the mail has come", SOON, () -> mail.getReceivedMessages().length, count -> count >= 1);
            Await.until("all is well", SOON, () -> health.reason("alerts"), String::isEmpty);
        } finally {
            mail.stop();
        }
    }
}
