package io.baton.chat;

import io.baton.answer.AnswerStore;
import io.baton.answer.ChatConfig;
import io.baton.answer.GenerationOptions;
import io.baton.answerlog.FrameSource;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.generation.RunningAnswers;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Answers to callers that keep the history themselves. They are limited, held, booked and logged as all others are, but have
 * no conversation, one reader, and end with it. Front door for other wires than our own.
 */
@ApplicationScoped
public class StatelessAnswers {
    @Inject
    AnswerStore answers;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    FrameSource frames;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /**
     * Begins an answer.
     *
     * @param prompt all that the model is to be told
     * @return to be closed by the reader
     * @throws Problem why it may not be asked for now; then nothing was sent to a provider
     */
    public StatelessReader begin(Caller caller, Model model, Prompt prompt) {
        var as = new GenerationOptions(model.id(), prompt.maxTokens(), prompt.temperature());
        var job = answers.beginAlone(caller.userId(), as, prompt);
        runningAnswers.start(job);
        return new StatelessReader(job.answerId(), frames, this::forget, runningAnswers::stop);
    }

    /** The end was read, so that nobody will ask for it any more. */
    private void forget(UUID answerId) {
        logs.forget(answerId);
        shared.forget(answerId);
    }

    /** The silence after which a reader should be sent something, which also finds out whether it is gone. */
    public Duration heartbeat() {
        return config.heartbeat;
    }
}
