package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.baton.model.Attempts;
import io.baton.model.Charge;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.model.StreamStart;
import io.baton.model.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static final List<Model> ORDER = List.of(model("a"), model("b"), model("c"));
    private static final Prompt PROMPT = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), null, null);
    private static final UUID FIRST_ATTEMPT = new UUID(0, 1);

    private final Deque<StreamStart> replies = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private final Set<Model> withoutBudget = new HashSet<>();
    private final Router router = new OrderOfThree();
    private final Attempts attempts = new LoggedAttempts();

    @Test
    void theNextModelIsAskedWhenOneFails() {
        replies.addAll(List.of(failure(Outcome.STATUS), output()));
        var failover = start();
        var streaming = assertInstanceOf(FailoverStep.Streaming.class, failover.next(call -> call.get()));
        assertEquals("b", streaming.model().id());
        assertEquals(Outcome.STATUS, streaming.cause());
        assertEquals(List.of("a status", "begin b"), log);
    }

    @Test
    void theSameModelIsAskedAgainInAnotherForm() {
        replies.addAll(List.of(new StreamStart.Adapted(Charge.unknown(), "another form"), output()));
        var streaming = assertInstanceOf(FailoverStep.Streaming.class, start().next(call -> call.get()));
        assertEquals("a", streaming.model().id());
        assertEquals(List.of("a refused", "begin a"), log);
    }

    @Test
    void butNotMoreOftenThanAnyOther() {
        var adapted = new StreamStart.Adapted(Charge.unknown(), "another form");
        replies.addAll(List.of(adapted, adapted, adapted, output()));
        assertEquals(new FailoverStep.Exhausted(Outcome.REFUSED), start().next(call -> call.get()));
    }

    @Test
    void afterTheMostRequestsTheLastOutcomeIsGiven() {
        replies.addAll(List.of(failure(Outcome.STATUS), failure(Outcome.CUT), failure(Outcome.REFUSED), output()));
        assertEquals(new FailoverStep.Exhausted(Outcome.REFUSED), start().next(call -> call.get()));
    }

    @Test
    void anotherModelContinuesAndHasAllItsRequestsAgain() {
        replies.addAll(List.of(output(), failure(Outcome.STATUS), failure(Outcome.STATUS), output()));
        var failover = start();
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "Because", false);
        var streaming = assertInstanceOf(FailoverStep.Streaming.class, failover.next(call -> call.get()));
        assertEquals(Outcome.CUT, streaming.cause());
        assertEquals("a", streaming.model().id());
    }

    @Test
    void nobodyContinuesAfterAToolCallNorAfterTheMostContinuations() {
        replies.addAll(List.of(output(), output(), output()));
        var failover = start();
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "1", false);
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "1 2", false);
        assertEquals(new FailoverStep.Exhausted(Outcome.CUT), failover.next(call -> call.get()));

        var other = start();
        other.next(call -> call.get());
        other.ended(Outcome.CUT, "", true);
        assertEquals(new FailoverStep.Exhausted(Outcome.CUT), other.next(call -> call.get()));
    }

    @Test
    void theTextIsCompleteWhenTwoModelsInARowAddNothing() {
        replies.addAll(List.of(output(), failure(Outcome.EMPTY), failure(Outcome.EMPTY)));
        var failover = start();
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "Because", false);
        assertEquals(new FailoverStep.NothingToAdd(), failover.next(call -> call.get()));
    }

    @Test
    void aModelThatAddsTextStartsTheCountAgain() {
        replies.addAll(List.of(output(), failure(Outcome.EMPTY), output()));
        var failover = start(5);
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "1", false);
        failover.next(call -> call.get());
        failover.ended(Outcome.CUT, "1 2", false);
        replies.addAll(List.of(failure(Outcome.EMPTY), output()));
        assertInstanceOf(FailoverStep.Streaming.class, failover.next(call -> call.get()));
    }

    @Test
    void aModelWithoutBudgetIsSkippedAndItsPermitGivenBack() {
        withoutBudget.add(ORDER.get(1));
        replies.addAll(List.of(failure(Outcome.STATUS), output()));
        var failover = start();
        failover.next(call -> call.get());
        assertEquals("c", failover.model().id());
        assertEquals(List.of("a status", "begin b", "back b", "begin c"), log);
    }

    @Test
    void whereNoModelHasABudgetTheSearchEnds() {
        withoutBudget.addAll(ORDER);
        replies.add(failure(Outcome.STATUS));
        var failover = start();
        assertEquals(new FailoverStep.Exhausted(Outcome.STATUS), failover.next(call -> call.get()));
        assertEquals("a", failover.model().id(), "the one that was asked");
        assertEquals(4, log.stream().filter(line -> line.startsWith("back")).count());
    }

    @Test
    void aResumedAnswerAsksTheLastModelFirst() {
        replies.add(output());
        var failover = Failover.resume(router, ORDER.get(2), PROMPT.continuing("Because"), attempts);
        var streaming = assertInstanceOf(FailoverStep.Streaming.class, failover.next(call -> call.get()));
        assertEquals("c", streaming.model().id());
        assertEquals(Outcome.LOST, streaming.cause());
    }

    @Test
    void aPermitWhoseOutcomeIsUnknownIsGivenBackOnce() {
        replies.add(output());
        var failover = start();
        failover.next(call -> call.get());
        failover.close();
        failover.close();
        assertEquals(List.of("back a"), log);
    }

    @Test
    void aStopIsTheLastStep() {
        replies.add(failure(Outcome.STOPPED));
        assertEquals(new FailoverStep.Stopped(), start().next(call -> call.get()));
    }

    private int maxContinuations = 1;

    private Failover start() {
        return Failover.start(router, new Permit(ORDER.getFirst()), FIRST_ATTEMPT, PROMPT, attempts);
    }

    private Failover start(int continuations) {
        maxContinuations = continuations;
        return start();
    }

    private static Model model(String id) {
        return new Model(id, "p", id, 500, 8_000, 0.7, Continuation.PREFIX, null);
    }

    private static StreamStart failure(Outcome outcome) {
        return new StreamStart.Unavailable(outcome, new Charge.NotSent(), "as a test wants it");
    }

    private static StreamStart output() {
        return new StreamStart.Ready(new ModelStream() {
            @Override
            public ModelEvent next() {
                return new ModelEvent.End();
            }

            @Override
            public void close() {}
        });
    }

    /** All models are available; what they reply is in {@link #replies}. */
    private final class OrderOfThree extends Router {
        @Override
        Provider providerOf(Model model) {
            return new Provider() {
                @Override
                public boolean serves(String provider) {
                    return true;
                }

                @Override
                public boolean isConfigured() {
                    return true;
                }

                @Override
                public Map<String, Connections> connections() {
                    return Map.of();
                }

                @Override
                public StreamStart open(Model model, Prompt prompt) {
                    return replies.remove();
                }
            };
        }

        @Override
        Optional<Permit> after(Model last, Prompt prompt) {
            return Optional.of(new Permit(ORDER.get((ORDER.indexOf(last) + 1) % ORDER.size())));
        }

        @Override
        Optional<Permit> startingWith(Model last, Prompt prompt) {
            return Optional.of(new Permit(last));
        }

        @Override
        public void release(Permit unused) {
            log.add("back " + unused.model().id());
        }

        @Override
        void recordOutcome(Permit permit, Outcome outcome, Duration pause) {}

        @Override
        int maxAttempts() {
            return 3;
        }

        @Override
        int maxContinuations() {
            return maxContinuations;
        }

        @Override
        boolean continuesAfter(Outcome outcome) {
            return outcome == Outcome.CUT;
        }

        @Override
        PaceGuard paceGuard() {
            return new PaceGuard(Duration.ofSeconds(10), 0, () -> 0);
        }
    }

    private final class LoggedAttempts implements Attempts {
        private final List<Model> begun = new ArrayList<>(List.of(ORDER.getFirst()));

        @Override
        public Optional<UUID> begin(Model model, Prompt request) {
            log.add("begin " + model.id());
            if (withoutBudget.contains(model)) {
                return Optional.empty();
            }
            begun.add(model);
            return Optional.of(new UUID(0, begun.size()));
        }

        @Override
        public void end(
                UUID attempt,
                Outcome outcome,
                Charge charge,
                Duration firstOutput,
                String finishReason,
                String detail) {
            var model = begun.get((int) attempt.getLeastSignificantBits() - 1);
            log.add(model.id() + " " + outcome.code());
        }
    }
}
