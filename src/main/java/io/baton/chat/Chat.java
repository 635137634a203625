package io.baton.chat;

import io.baton.chat.Follower.Following;
import io.baton.conversation.Conversations;
import io.baton.limits.Readers;
import io.baton.model.Catalog;
import io.baton.platform.Problem;
import io.baton.platform.Virtual;
import io.baton.routing.Router;
import io.baton.security.Caller;
import io.baton.usage.Budgets;
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

/** What can be done with questions and answers, whoever asks and over whichever wire. */
@ApplicationScoped
class Chat {
    @Inject
    Questions questions;

    @Inject
    Answers answers;

    @Inject
    Conversations conversations;

    @Inject
    Generations generations;

    @Inject
    Stops stops;

    @Inject
    Frames frames;

    @Inject
    Readers readers;

    @Inject
    Prompts prompts;

    @Inject
    Router router;

    @Inject
    Catalog catalog;

    @Inject
    Budgets budgets;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @Virtual
    ManagedExecutorService virtual;

    /** A question and its answer. */
    record Answered(UUID conversationId, UUID answerId) {}

    /** Checks and stores a question; the same one again finds the first. */
    Questions.Asked ask(Caller caller, Ask ask) {
        var open = check(ask);
        var asked = questions.ask(caller, ask, () -> {
            open.run();
            mustBeAffordable(caller, ask);
        });
        stops.stop(asked.stopped());
        return asked;
    }

    /** Says now what beginning the answer would say, as far as that is known; beginning it checks again, and holds. */
    private void mustBeAffordable(Caller caller, Ask ask) {
        var model = AskFor.known(catalog, ask.as().model());
        budgets.allowance(caller.userId(), clock.instant())
                .affordable(model, catalog.ringFrom(model), prompts.alone(ask.message(), ask.as()));
    }

    /** The same, and begins its answer at once where there is none. */
    Answered askAndAnswer(Caller caller, Ask ask) {
        var both = questions.askAndBegin(caller, ask, check(ask));
        stops.stop(both.asked().stopped());
        return new Answered(both.asked().conversationId(), start(both.begun()));
    }

    private Runnable check(Ask ask) {
        var model = AskFor.known(catalog, ask.as().model());
        if (ask.message().length() > model.maxQuestionLength()) {
            throw Problem.tooLong(
                    "message",
                    "problem.question-length",
                    ask.message().length(),
                    model.id(),
                    model.maxQuestionLength());
        }
        return () -> router.mustBeOpen(model, prompts.alone(ask.message(), ask.as()));
    }

    private UUID start(Answers.Begun begun) {
        return switch (begun) {
            case Answers.Begun.Joined(var answerId) -> answerId;
            case Answers.Begun.Fresh(var assignment, var stopped) -> {
                stops.stop(stopped);
                generations.start(assignment);
                yield assignment.answerId();
            }
        };
    }

    /** The id of the answer to the conversation's newest question, begun where there is none. {@code model} null: the asked one. */
    UUID answerNewest(Caller caller, UUID conversationId, String model) {
        var conversation = conversations.own(caller, conversationId);
        return start(answers.beginNewest(conversation.id(), model));
    }

    /** The caller's own answer in a conversation. */
    AnswerRow own(Caller caller, UUID answerId) {
        var row = answers.find(answerId)
                .filter(found -> found.conversationId != null)
                .orElseThrow(() -> Problem.notFound("answer", answerId));
        caller.mustOwn("answer", row.userId);
        return row;
    }

    void stop(Caller caller, UUID answerId) {
        answers.stop(own(caller, answerId).id);
        stops.stop(List.of(answerId));
    }

    /** Whether that frame is the answer's last one, so that nothing can follow it. */
    boolean isLast(AnswerRow row, FrameId seen) {
        if (!row.state.hasEnded()) {
            return false;
        }
        return row.terminalN != null && seen.epoch() == row.epoch && seen.n() == row.terminalN
                || seen.epoch() == Replays.epochOf(row) && seen.n() == replayLength(row);
    }

    private int replayLength(AnswerRow row) {
        return frames.replay(row).size();
    }

    /**
     * Lets a reader follow an answer, on a thread of its own.
     *
     * @param wanted the answer, found or begun once there is room for one more reader; it may refuse
     */
    void follow(Caller caller, Supplier<Following> wanted, SseEventSink sink, Sse sse) {
        var seat = readers.admit(caller.userId());
        try {
            var following = wanted.get();
            virtual.execute(new Follower(sink, sse, following, frames, config, toldTheEnd -> {
                seat.close();
                if (!toldTheEnd) {
                    answers.readerLeft(following.answerId());
                }
            }));
        } catch (RuntimeException refused) {
            seat.close();
            throw refused;
        }
    }
}
