package io.baton.conversation;

import io.baton.http.JsonBody;
import io.baton.http.Paging;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;

/** The caller's own conversations. */
@Path("chat/conversations")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationResource {
    private static final int MAX_TITLE = 200;

    @Inject
    ConversationStore conversations;

    @Context
    SecurityContext security;

    /** A page of conversations. */
    public record ConversationPage(List<ConversationView> conversations, int page, int limit, long total) {}

    /** A page of messages. */
    public record MessagePage(List<MessageView> messages, int page, int limit, long total) {}

    @GET
    public ConversationPage list(
            @QueryParam("page") String page,
            @QueryParam("limit") String limit,
            @QueryParam("q") @DefaultValue("") String words) {
        var paging = Paging.of(page, limit);
        var found = conversations.search(caller(), Problem.requireStorable("q", words), paging.page(), paging.limit());
        var runningAnswers = conversations.runningAnswers(caller());
        return new ConversationPage(
                found.items().stream()
                        .map(each -> ConversationView.of(each, runningAnswers))
                        .toList(),
                paging.page(),
                paging.limit(),
                found.total());
    }

    @GET
    @Path("{id}")
    public ConversationView show(@PathParam("id") String id) {
        return view(own(id));
    }

    @GET
    @Path("{id}/messages")
    public MessagePage messages(
            @PathParam("id") String id, @QueryParam("page") String page, @QueryParam("limit") String limit) {
        var paging = Paging.of(page, limit);
        var found = conversations.messages(own(id), paging.page(), paging.limit());
        var answers = conversations.answersTo(found.items());
        return new MessagePage(
                found.items().stream()
                        .map(each -> MessageView.of(each, answers.get(each.id)))
                        .toList(),
                paging.page(),
                paging.limit(),
                found.total());
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ConversationView rename(@PathParam("id") String id, JsonObject json) {
        var title = new JsonBody(json).text("title").map(String::strip).orElse("");
        if (title.isEmpty() || title.length() > MAX_TITLE) {
            throw Problem.badField("title", "problem.length", "title", MAX_TITLE);
        }
        return view(conversations.rename(caller(), parse(id), title));
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        conversations.delete(caller(), parse(id));
    }

    @GET
    @Path("{id}/export")
    @Produces({"text/markdown", MediaType.APPLICATION_JSON})
    public Response export(@PathParam("id") String id, @QueryParam("format") @DefaultValue("markdown") String format) {
        var conversation = own(id);
        var export = new Export(conversations, conversation);
        var response = switch (format) {
            case "markdown" -> Response.ok(export.markdown(), "text/markdown;charset=UTF-8");
            case "json" -> Response.ok(export.json(), "application/json;charset=UTF-8");
            default -> throw Problem.badField("format", "problem.one-of", "format", "markdown, json");
        };
        var suffix = format.equals("json") ? ".json" : ".md";
        return response.header("Content-Disposition", "attachment; filename=\"" + conversation.id + suffix + "\"")
                .build();
    }

    private ConversationView view(Conversation conversation) {
        return ConversationView.of(conversation, conversations.runningAnswers(caller()));
    }

    private Conversation own(String id) {
        return conversations.own(caller(), parse(id));
    }

    private static UUID parse(String id) {
        return Ids.parse("conversationId", id);
    }

    private Caller caller() {
        return Caller.of(security);
    }
}
