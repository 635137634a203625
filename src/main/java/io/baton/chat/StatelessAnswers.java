package io.baton.chat;

import io.baton.answer.AnswerStart;
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
import io.baton.telemetry.Tracing;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Answers for callers that keep the history themselves. Limited, held, booked and logged like all others, but without a
 * conversation, with one reader, and stopped when it disconnects. Entry point for other wire formats.
 */
@ApplicationScoped
public class StatelessAnswers {
    @Inject
    AnswerStart answerStart;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    FrameSource frames;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    Tracing tracing;

    @Inject
    @ConfigProperties
    ChatConfig config;

    private final AtomicInteger open = new AtomicInteger();

    /** How many answers are being read. */
    public int open() {
        return open.get();
    }

    /**
     * Starts an answer.
     *
     * @param prompt the whole prompt
     * @param cache  whether the answer may be that of an identical prompt; null: the caller did not say
     * @return must be closed by the caller
     * @throws Problem if it is refused; then no request was sent to a provider
     */
    public StatelessReader begin(Caller caller, Model model, Prompt prompt, Boolean cache) {
        var as = new GenerationOptions(model.id(), prompt.maxTokens(), prompt.temperature(), cache);
        var job = tracing.begin().begin("tx1", () -> answerStart.answerPrompt(caller, as, prompt));
        runningAnswers.start(job);
        open.incrementAndGet();
        return new StatelessReader(
                job.answerId(), frames, id -> forget(id, job.isOriginal()), this::stop, open::decrementAndGet);
    }

    private void stop(UUID answerId) {
        runningAnswers.stop(answerId);
    }

    /** Drops the log once its end was read, because nobody else reads it unless it may be repeated. */
    private void forget(UUID answerId, boolean isOriginal) {
        if (!isOriginal) {
            logs.forget(answerId);
            shared.forget(answerId);
        }
    }

    /** The silence after which the caller should write something, which also detects a disconnected reader. */
    public Duration heartbeat() {
        return config.heartbeat;
    }
}
