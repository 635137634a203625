package io.baton.compat;

import io.baton.chat.StatelessAnswers;
import io.baton.platform.Language;
import io.baton.platform.TcpConnections;
import io.baton.platform.VirtualThreads;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Starts answers, and writes each to its caller on a thread of its own. */
@ApplicationScoped
class Completions {
    @Inject
    StatelessAnswers answers;

    @Inject
    TcpConnections connections;

    @Inject
    Clock clock;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    /** Returns once the answer has started. */
    void answer(Caller caller, CompletionRequest completion, HttpServletRequest request, HttpServletResponse response) {
        var language = Language.accepted(request.getHeader("Accept-Language"));
        var reader = answers.begin(caller, completion.model(), completion.prompt(), completion.cache());
        var json = new CompletionJson(
                reader.answerId(), clock.instant().getEpochSecond(), completion.stream() && completion.includeUsage());
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
}
