package io.baton.chat;

import io.baton.answer.AnswerStart;
import io.baton.answer.AnswerStart.Started;
import io.baton.answer.AnswerStart.StoredQuestion;
import io.baton.answer.AnswerStore;
import io.baton.answer.NewQuestion;
import io.baton.cluster.Drain;
import io.baton.generation.RunningAnswers;
import io.baton.generation.StopBroadcast;
import io.baton.security.Caller;
import io.baton.telemetry.AnswerTrace;
import io.baton.telemetry.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Takes questions, starts their answers and stops them. */
@ApplicationScoped
class Chat {
    @Inject
    AnswerStart answerStart;

    @Inject
    AnswerStore answers;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    StopBroadcast stopBroadcast;

    @Inject
    Tracing tracing;

    @Inject
    Drain drain;

    /** The answer to a question, new or found. */
    record Answered(UUID conversationId, UUID answerId) {}

    /** Stores a question, whose answer is started later. A question that was sent again is found. */
    StoredQuestion store(Caller caller, NewQuestion question) {
        var stored = answerStart.store(caller, question);
        stopBroadcast.stop(stored.stopped());
        return stored;
    }

    /** Stores a question and starts its answer. A question that was sent again is found. */
    Answered ask(Caller caller, NewQuestion question) {
        drain.requireOpen();
        var trace = tracing.begin();
        return generate(trace.begin("tx1", () -> answerStart.ask(caller, question)), trace);
    }

    /**
     * Starts the answer to the conversation's newest question, or finds it.
     *
     * @param model that answers; null: the one that was asked
     */
    Answered answerNewest(Caller caller, UUID conversationId, String model) {
        drain.requireOpen();
        var trace = tracing.begin();
        return generate(trace.begin("tx1", () -> answerStart.answerNewest(caller, conversationId, model)), trace);
    }

    private Answered generate(Started started, AnswerTrace trace) {
        return switch (started) {
            case Started.Found(var conversationId, var answerId) -> {
                trace.found();
                yield new Answered(conversationId, answerId);
            }
            case Started.New(var job, var stopped) -> {
                stopBroadcast.stop(stopped);
                runningAnswers.start(job);
                yield new Answered(job.conversationId(), job.answerId());
            }
        };
    }

    void stop(Caller caller, UUID answerId) {
        answers.stop(answers.own(caller, answerId).id);
        stopBroadcast.stop(List.of(answerId));
    }
}
