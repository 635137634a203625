package io.baton.chat;

import io.baton.answer.ErrorCode;
import io.baton.answer.NewQuestion;
import io.baton.catalog.Catalog;
import io.baton.chat.LogFollower.Following;
import io.baton.http.JsonBody;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Answers as server-sent events: GET for {@code EventSource}, POST for {@code fetch}. */
@Path("chat/stream")
public class StreamResource {
    @Inject
    Chat chat;

    @Inject
    AnswerReaders readers;

    @Inject
    Catalog catalog;

    @Context
    SecurityContext security;

    @Context
    HttpHeaders headers;

    @Context
    HttpServletResponse response;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void ask(
            JsonObject body, @HeaderParam("Idempotency-Key") String key, @Context SseEventSink sink, @Context Sse sse) {
        var withTotal = new JsonBody(body).flag("totalContent").orElse(true);
        var ask = new StreamRequest(catalog).ask(body, key);
        var caller = Caller.of(security);
        follow(caller, () -> ask(caller, ask, withTotal), sink, sse);
    }

    /** Reports all refusals except 401 and 403 as one error frame, because an EventSource can't read anything else. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @QueryParam("conversationId") String conversationId,
            @QueryParam("model") String model,
            @QueryParam("message") String message,
            @QueryParam("totalContent") String totalContent,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse) {
        var caller = Caller.of(security);
        try {
            var withTotal = StreamRequest.totalContent(totalContent);
            var conversation = new StreamRequest(catalog).conversation(conversationId);
            follow(
                    caller,
                    () -> lastEventId == null
                            ? begin(caller, conversation, model, message, withTotal)
                            : Resumption.of(readers, caller, lastEventId, conversation, withTotal, language()),
                    sink,
                    sse);
        } catch (PersistenceException | TransactionalException failed) {
            refuse(DatabaseFailure.of(failed).orElseThrow(() -> failed), sink, sse);
        } catch (Problem problem) {
            switch (problem.kind()) {
                case NOT_SIGNED_IN, FORBIDDEN -> throw problem;
                case DRAINING -> sendElsewhere(sink, sse);
                default -> refuse(problem, sink, sse);
            }
        }
    }

    private Following begin(Caller caller, UUID conversation, String model, String message, boolean withTotal) {
        var wanted = new StreamRequest(catalog);
        if (message != null) {
            return ask(caller, wanted.ask(message, conversation, model), withTotal);
        }
        if (conversation == null) {
            throw Problem.badField("conversationId", "problem.conversation-or-message");
        }
        var known = model == null ? null : wanted.model(model);
        return fromStart(chat.answerNewest(caller, conversation, known), withTotal);
    }

    private Following ask(Caller caller, NewQuestion question, boolean withTotal) {
        return fromStart(chat.ask(caller, question), withTotal);
    }

    private Following fromStart(Chat.Answered answered, boolean withTotal) {
        return new Following(answered.answerId(), answered.conversationId(), null, withTotal, language());
    }

    private void follow(Caller caller, Supplier<Following> wanted, SseEventSink sink, Sse sse) {
        readers.follow(caller, Resumption.with(response, wanted), sink, sse);
    }

    private Language language() {
        return Language.accepted(headers.getHeaderString("Accept-Language"));
    }

    /** An EventSource whose stream ends without an event asks again, and the load balancer gives it another node. */
    private void sendElsewhere(SseEventSink sink, Sse sse) {
        Resumption.headers(response);
        try (sink) {
            var comment = sse.newEventBuilder().comment("draining").build();
            sink.send(comment).toCompletableFuture().join();
        } catch (CompletionException | IOException gone) {
            // the reader has disconnected
        }
    }

    private void refuse(Problem problem, SseEventSink sink, Sse sse) {
        Resumption.headers(response);
        var code = ErrorCode.of(problem.kind());
        var data = SseFormat.error(code, problem.detail(language()), null, System.currentTimeMillis());
        try (sink) {
            var frame = sse.newEventBuilder()
                    .id("end:" + code)
                    .data(String.class, data)
                    .build();
            sink.send(frame).toCompletableFuture().join();
        } catch (CompletionException | IOException gone) {
            // the reader has disconnected
        }
    }
}
