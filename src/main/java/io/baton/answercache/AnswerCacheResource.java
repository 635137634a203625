package io.baton.answercache;

import io.baton.http.JsonBody;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the answer cache has done on this node, and the questions whose answers all users share. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/answer-cache")
@Produces(MediaType.APPLICATION_JSON)
public class AnswerCacheResource {
    /** The longest question that any model takes, in UTF-16 characters. */
    private static final int LONGEST = 100_000;

    @Inject
    AnswerCache cache;

    @Inject
    SharedQuestions questions;

    @Context
    SecurityContext security;

    /** Of this node since its start; {@code hitRate} is absent before the first question. Money is dollars. */
    public record FiguresView(long hits, long misses, long broken, Double hitRate, BigDecimal saved) {
        static FiguresView of(AnswerCache.Figures figures) {
            var all = figures.hits() + figures.misses();
            return new FiguresView(
                    figures.hits(),
                    figures.misses(),
                    figures.broken(),
                    all == 0 ? null : (double) figures.hits() / all,
                    figures.saved().dollars());
        }
    }

    /** {@code sharedBy}: a user's id. */
    public record QuestionView(UUID id, String question, Instant sharedAt, String sharedBy) {
        static QuestionView of(SharedQuestionEntity row) {
            return new QuestionView(row.id, row.question, row.sharedAt, row.sharedBy);
        }
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public FiguresView figures() {
        return FiguresView.of(cache.figures());
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("shared-questions")
    public List<QuestionView> all() {
        return questions.all().stream().map(QuestionView::of).toList();
    }

    /** Shares a question; one that is shared already is found. Blanks around it do not count. */
    @POST
    @Path("shared-questions")
    @Consumes(MediaType.APPLICATION_JSON)
    public QuestionView share(JsonObject json) {
        var question = new JsonBody(json)
                .text("question")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> Problem.badField("question", "problem.blank", "question"));
        if (question.length() > LONGEST) {
            throw Problem.badField("question", "problem.length", "question", LONGEST);
        }
        return QuestionView.of(questions.share(question, Caller.of(security).userId()));
    }

    /** From now on each user's answers are their own again. */
    @DELETE
    @Path("shared-questions/{id}")
    public void unshare(@PathParam("id") String id) {
        questions.unshare(Ids.parse("id", id));
    }
}
