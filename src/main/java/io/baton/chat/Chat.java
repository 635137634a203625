package io.baton.chat;

import io.baton.answer.AnswerEntity;
import io.baton.answer.AnswerReplay;
import io.baton.answer.AnswerStore;
import io.baton.answer.ChatConfig;
import io.baton.answer.FrameId;
import io.baton.answer.GenerationOptions;
import io.baton.answer.NewQuestion;
import io.baton.answer.PromptBuilder;
import io.baton.answer.QuestionStore;
import io.baton.answerlog.FrameSource;
import io.baton.budget.BudgetStore;
import io.baton.chat.LogFollower.Following;
import io.baton.conversation.ConversationStore;
import io.baton.generation.RunningAnswers;
import io.baton.generation.StopBroadcast;
import io.baton.limits.ReaderLimit;
import io.baton.model.Catalog;
import io.baton.platform.Problem;
import io.baton.platform.VirtualThreads;
import io.baton.routing.Router;
import io.baton.security.Caller;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The operations on questions and answers, independent of the wire format. */
@ApplicationScoped
class Chat {
    @Inject
    QuestionStore questions;

    @Inject
    AnswerStore answers;

    @Inject
    ConversationStore conversations;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    StopBroadcast stopBroadcast;

    @Inject
    FrameSource frames;

    @Inject
    ReaderLimit readers;

    @Inject
    PromptBuilder promptBuilder;

    @Inject
    Router router;

    @Inject
    Catalog catalog;

    @Inject
    BudgetStore budgets;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @VirtualThreads
    ManagedExecutorService virtual;

    /** The answer to a question, with its conversation. */
    record Answered(UUID conversationId, UUID answerId) {}

    /** Validates and stores a question; a repeated request returns the first one. */
    QuestionStore.Asked ask(Caller caller, NewQuestion ask) {
        var open = check(ask);
        var asked = questions.ask(caller, ask, () -> {
            open.run();
            mustBeAffordable(caller, ask);
        });
        stopBroadcast.stop(asked.stopped());
        return asked;
    }

    /** Checks the budget without a hold; the start of the answer checks again, and holds. */
    private void mustBeAffordable(Caller caller, NewQuestion ask) {
        var model = GenerationOptions.known(catalog, ask.as().model());
        budgets.allowance(caller.userId(), clock.instant())
                .affordable(model, catalog.ringFrom(model), promptBuilder.alone(ask.message(), ask.as()));
    }

    /** Like {@link #ask}, and starts the answer if there is none yet. */
    Answered askAndAnswer(Caller caller, NewQuestion ask) {
        var both = questions.askAndBegin(caller, ask, check(ask));
        stopBroadcast.stop(both.asked().stopped());
        return new Answered(both.asked().conversationId(), start(both.begun()));
    }

    private Runnable check(NewQuestion ask) {
        var model = GenerationOptions.known(catalog, ask.as().model());
        if (ask.message().length() > model.maxQuestionLength()) {
            throw Problem.tooLong(
                    "message",
                    "problem.question-length",
                    ask.message().length(),
                    model.id(),
                    model.maxQuestionLength());
        }
        return () -> router.mustBeOpen(model, promptBuilder.alone(ask.message(), ask.as()));
    }

    private UUID start(AnswerStore.Begun begun) {
        return switch (begun) {
            case AnswerStore.Begun.Joined(var answerId) -> answerId;
            case AnswerStore.Begun.Fresh(var job, var stopped) -> {
                stopBroadcast.stop(stopped);
                runningAnswers.start(job);
                yield job.answerId();
            }
        };
    }

    /**
     * The id of the answer to the conversation's newest question; starts it if there is none. {@code model} null: as
     * asked.
     */
    UUID answerNewest(Caller caller, UUID conversationId, String model) {
        var conversation = conversations.own(caller, conversationId);
        return start(answers.beginNewest(conversation.id(), model));
    }

    /** The caller's answer in a conversation. */
    AnswerEntity own(Caller caller, UUID answerId) {
        var row = answers.find(answerId)
                .filter(found -> found.conversationId != null)
                .orElseThrow(() -> Problem.notFound("answer", answerId));
        caller.mustOwn("answer", row.userId);
        return row;
    }

    void stop(Caller caller, UUID answerId) {
        answers.stop(own(caller, answerId).id);
        stopBroadcast.stop(List.of(answerId));
    }

    /** Whether the frame is the answer's last one. */
    boolean isLast(AnswerEntity row, FrameId seen) {
        if (!row.state.hasEnded()) {
            return false;
        }
        return row.terminalN != null && seen.epoch() == row.epoch && seen.n() == row.terminalN
                || seen.epoch() == AnswerReplay.epochOf(row) && seen.n() == replayLength(row);
    }

    private int replayLength(AnswerEntity row) {
        return frames.replay(row).size();
    }

    /**
     * Sends an answer's events to a reader, on a thread of its own.
     *
     * @param wanted finds or starts the answer once the reader is admitted; may refuse
     */
    void follow(Caller caller, Supplier<Following> wanted, SseEventSink sink, Sse sse) {
        var slot = readers.admit(caller.userId());
        try {
            var following = wanted.get();
            virtual.execute(new LogFollower(sink, sse, following, frames, config, toldTheEnd -> {
                slot.close();
                if (!toldTheEnd) {
                    answers.readerLeft(following.answerId());
                }
            }));
        } catch (RuntimeException refused) {
            slot.close();
            throw refused;
        }
    }
}
