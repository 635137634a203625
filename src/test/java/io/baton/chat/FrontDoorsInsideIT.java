package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baton.answer.ChatConfig;
import io.baton.answerlog.LogRegistry;
import io.baton.catalog.Catalog;
import io.baton.conversation.ConversationStore;
import io.baton.inside.InsideTest;
import io.baton.ledger.Ledger;
import io.baton.limits.LimitsConfig;
import io.baton.limits.UserLimits;
import io.baton.model.Model;
import io.baton.model.Provider;
import io.baton.platform.Redis;
import io.baton.platform.SlidingWindows;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealthConfig;
import io.baton.routing.Router;
import io.baton.routing.RoutingConfig;
import io.baton.statistics.Statistics;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.junit.jupiter.api.Test;

class FrontDoorsInsideIT extends InsideTest {
    private static final List<Class<?>> FRONT_DOORS = List.of(
            Chat.class,
            LogRegistry.class,
            ConversationStore.class,
            UserLimits.class,
            Catalog.class,
            Router.class,
            ModelHealth.class,
            Ledger.class,
            Statistics.class,
            Redis.class,
            SlidingWindows.class,
            Clock.class);

    @Inject
    @Any
    Instance<Object> beans;

    @Inject
    @Any
    Instance<Provider> providers;

    @Inject
    Catalog catalog;

    @Inject
    @ConfigProperties
    LimitsConfig limits;

    @Inject
    @ConfigProperties
    ModelHealthConfig health;

    @Inject
    @ConfigProperties
    RoutingConfig routing;

    @Inject
    @ConfigProperties
    ChatConfig chat;

    @Test
    void behindEachFrontDoorIsExactlyOneBean() {
        var unresolved = FRONT_DOORS.stream()
                .filter(door -> !beans.select(door).isResolvable())
                .toList();
        assertEquals(List.of(), unresolved);
    }

    @Test
    void eachModelHasItsProvider() {
        catalog.models()
                .forEach(model -> assertEquals(
                        1,
                        providers.stream()
                                .filter(provider -> provider.serves(model.provider()))
                                .count(),
                        model.id()));
        assertEquals(
                List.of("qwen2.5", "gemma-3", "gpt-4"),
                catalog.models().stream().map(Model::id).toList());
    }

    @Test
    void aUserMayAskSixtyTimesAMinuteAndHaveFiveAnswersAtATime() {
        assertEquals(60, limits.userRequestsPerMinute);
        assertEquals(5, limits.userSimultaneousAnswers);
    }

    @Test
    void aProviderBearsSixtyRequestsAMinuteAndAModelAHundredOrTenFailures() {
        assertEquals(60, health.providerRequestsPerMinute);
        assertEquals(100, health.modelRequestsPerMinute);
        assertEquals(10, health.modelErrorsPerFiveMinutes);
    }

    @Test
    void anAnswerTakesAtMostThreeAttempts() {
        assertEquals(3, routing.maxAttempts);
        assertEquals(3, routing.maxContinuations);
    }

    @Test
    void anUnreadAnswerIsStoppedAfterAMinuteAndASilentOneKeptAlive() {
        assertEquals(Duration.ofSeconds(60), chat.unreadGrace);
        assertEquals(Duration.ofSeconds(15), chat.heartbeat);
        assertFalse(chat.systemPrompt.isBlank());
    }
}
