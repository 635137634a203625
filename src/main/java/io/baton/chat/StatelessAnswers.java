package io.baton.chat;

import io.baton.answer.AnswerStart;
import io.baton.answer.AnswerStart.Started;
import io.baton.answer.AnswerStore;
import io.baton.answer.ChatConfig;
import io.baton.answer.GenerationOptions;
import io.baton.answer.IdempotencyKeys;
import io.baton.answerlog.FrameSource;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.cluster.Drain;
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
 * conversation, with one reader, and stopped when it disconnects, unless the request has an Idempotency-Key. Entry point for other wire
 * formats.
 */
@ApplicationScoped
public class StatelessAnswers {
    @Inject
    AnswerStart answerStart;

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
    Tracing tracing;

    @Inject
    Drain drain;

    @Inject
    @ConfigProperties
    ChatConfig config;

    private final AtomicInteger open = new AtomicInteger();

    /** How many answers are being read. */
    public int open() {
        return open.get();
    }

    /**
     * Starts an answer, or finds the one of a request that was sent again.
     *
     * @param prompt the whole prompt
     * @param cache  whether the answer may be that of an identical prompt; null: the caller did not say
     * @param use    with a key, the answer outlives its reader, who may come back for it
     * @return must be closed by the caller
     * @throws Problem if it is refused; then no request was sent to a provider
     */
    public StatelessReader begin(Caller caller, Model model, Prompt prompt, Boolean cache, IdempotencyKeys.Use use) {
        drain.requireOpen();
        var as = new GenerationOptions(model.id(), prompt.maxTokens(), prompt.temperature(), cache);
        var trace = tracing.begin();
        var started = trace.begin("tx1", () -> answerStart.answerPrompt(caller, as, prompt, use));
        var reader = switch (started) {
            case Started.Found(var none, var answerId) -> {
                trace.found();
                yield returning(answerId);
            }
            case Started.New(var job, var none) -> {
                runningAnswers.start(job);
                yield use.key() == null ? single(job.answerId(), job.isOriginal()) : returning(job.answerId());
            }
        };
        open.incrementAndGet();
        return reader;
    }

    /** The only reader of an answer: when it disconnects, the answer is stopped. */
    private StatelessReader single(UUID answerId, boolean isOriginal) {
        return new StatelessReader(
                answerId, frames, id -> forget(id, isOriginal), runningAnswers::stop, open::decrementAndGet);
    }

    /** A reader that may come back: the answer goes on, and is stopped if nobody reads it for some time, as one of a conversation is. */
    private StatelessReader returning(UUID answerId) {
        return new StatelessReader(answerId, frames, id -> {}, answers::readerLeft, open::decrementAndGet);
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
