package io.baton.chat;

import io.baton.answer.FrameId;
import io.baton.chat.LogFollower.Following;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import java.util.function.Supplier;

/** Handles {@code Last-Event-ID}: follow the answer after that frame, never start one. */
final class Resumption {
    private Resumption() {}

    /**
     * @param conversation named by the client; may be null
     * @throws WebApplicationException with 204 if that frame was the last one, so that an EventSource does not
     *         reconnect
     */
    static Following of(
            AnswerReaders readers,
            Caller caller,
            String lastEventId,
            UUID conversation,
            boolean withTotal,
            Language language) {
        if (lastEventId.startsWith("end:")) {
            throw nothingMore();
        }
        var seen = FrameId.parse(lastEventId).orElseThrow(() -> Problem.badField("Last-Event-ID", "problem.frame-id"));
        var row = readers.own(caller, seen.answerId());
        if (conversation != null && !conversation.equals(row.conversationId)) {
            throw Problem.badField("Last-Event-ID", "problem.frame-elsewhere");
        }
        if (readers.isLast(row, seen)) {
            throw nothingMore();
        }
        return new Following(row.id, row.conversationId, seen, withTotal, language);
    }

    /** Also sets the streaming headers once the answer is found. */
    static Supplier<Following> with(HttpServletResponse response, Supplier<Following> wanted) {
        return () -> {
            var following = wanted.get();
            headers(response);
            return following;
        };
    }

    /** The headers of every event stream for caches and proxies. */
    static void headers(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static WebApplicationException nothingMore() {
        return new WebApplicationException(Response.noContent().build());
    }
}
