package io.baton.compat;

import io.baton.answer.IdempotencyKeys;
import io.baton.chat.StatelessAnswers;
import io.baton.platform.Ids;
import io.baton.platform.Language;
import io.baton.platform.TcpConnections;
import io.baton.platform.VirtualThreads;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ExecutorService;

/** Starts answers, and writes each to its caller on a thread of its own. */
@ApplicationScoped
class Completions {
    @Inject
    StatelessAnswers answers;

    @Inject
    TcpConnections connections;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    /** Returns once the answer has started. */
    void answer(Caller caller, CompletionRequest completion, HttpServletRequest request, HttpServletResponse response) {
        var language = Language.accepted(request.getHeader("Accept-Language"));
        var use = use(request.getHeader("Idempotency-Key"), completion);
        var reader = answers.begin(caller, completion.model(), completion.prompt(), completion.cache(), use);
        var json = new CompletionJson(
                reader.answerId(),
                Ids.madeAt(reader.answerId()).getEpochSecond(),
                completion.stream() && completion.includeUsage());
        var writer = completion.stream() ? new StreamingWriter(json, response) : new BufferedWriter(json, response);
        var connection = connections.of(request);
        var async = request.startAsync();
        async.setTimeout(0);
        virtual.execute(() -> {
            try {
                new CompletionFollower(reader, writer, language, answers.heartbeat(), connection::isClosed).run();
            } finally {
                async.complete();
                reader.close();
            }
        });
    }

    /** The path is a part of the hash, so that no question of a conversation has the same. */
    private static IdempotencyKeys.Use use(String key, CompletionRequest completion) {
        var hash = key == null ? null : IdempotencyKeys.hash("/v1/chat/completions\n" + completion.body());
        return new IdempotencyKeys.Use(key, hash);
    }
}
