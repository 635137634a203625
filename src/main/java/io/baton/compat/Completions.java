package io.baton.compat;

import io.baton.chat.StatelessAnswers;
import io.baton.platform.Language;
import io.baton.platform.TcpConnections;
import io.baton.platform.VirtualThreads;
import io.baton.security.Caller;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;

/** Begins answers, and has each read to its caller on a thread of its own. */
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
    ManagedExecutorService virtual;

    /** Returns once the answer has begun. */
    void answer(Caller caller, CompletionRequest wanted, HttpServletRequest request, HttpServletResponse response) {
        var language = Language.accepted(request.getHeader("Accept-Language"));
        var listening = answers.begin(caller, wanted.model(), wanted.prompt());
        var json = new CompletionJson(
                listening.answerId(), clock.instant().getEpochSecond(), wanted.stream() && wanted.includeUsage());
        var form = wanted.stream() ? new StreamingWriter(json, response) : new BufferedWriter(json, response);
        var connection = connections.of(request);
        var async = request.startAsync();
        async.setTimeout(0);
        virtual.execute(() -> {
            try {
                new Completion(listening, form, language, answers.heartbeat(), connection::isClosed).run();
            } finally {
                async.complete();
                listening.close();
            }
        });
    }
}
