package io.baton.answer;

import io.baton.answercache.AnswerCache;
import io.baton.answercache.Reuse;
import io.baton.budget.Allowance;
import io.baton.budget.Allowances;
import io.baton.catalog.Catalog;
import io.baton.entitlement.Entitlement;
import io.baton.entitlement.Entitlements;
import io.baton.limits.UserLimits;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import io.baton.platform.Transactions;
import io.baton.routing.Permit;
import io.baton.routing.Router;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;

/**
 * Decides whether an answer may start and which model is asked first, by the limits, the budgets and the health of the models. Runs
 * in the caller's transaction; a refusal is a {@link Problem}.
 */
@ApplicationScoped
class AnswerAdmission {
    @Inject
    UserLimits limits;

    @Inject
    Allowances allowances;

    @Inject
    Router router;

    @Inject
    Catalog catalog;

    @Inject
    AnswerCache answerCache;

    @Inject
    AnswerStore answers;

    @Inject
    Clock clock;

    @Inject
    Transactions transactions;

    @Inject
    Entitlements entitlements;

    /**
     * A model that the user can afford.
     *
     * @param asked      the model of the request
     * @param affordable that model, or a cheaper one because the budget is low
     */
    record Choice(Model asked, Model affordable, Allowance allowance) {
        boolean isOnBudget() {
            return !allowance.accounts().isEmpty();
        }

        /** Why {@code first} is asked, for the {@code start} frame; null: the budget did not change the model. */
        String reasonFor(Model first) {
            return affordable.equals(asked) || first.equals(asked) ? null : "budget";
        }
    }

    /** Refuses a question that is too long for its model. */
    void checkLength(NewQuestion question) {
        var model = GenerationOptions.known(catalog, question.options().model());
        var length = question.message().length();
        if (length > model.maxQuestionLength()) {
            throw Problem.tooLong("message", "problem.question-length", length, model.id(), model.maxQuestionLength());
        }
    }

    /** What a caller may ask for. */
    Entitlement entitlement(Caller caller) {
        return entitlements.of(caller);
    }

    /** The question for a model that the caller may ask, if the client left the choice to Baton. */
    NewQuestion forAllowedModel(NewQuestion question, Entitlement asker) {
        if (question.namesModel() || asker.models().include(question.options().model())) {
            return question;
        }
        return catalog.models().stream()
                .filter(asker.models()::include)
                .findFirst()
                .map(model -> question.forModel(model.id()))
                .orElse(question);
    }

    /** Refuses a prompt that no model can take now: 413 or 503; and one for a model that must not get it: 403. Counts nothing. */
    void checkModel(GenerationOptions options, Prompt prompt) {
        router.requireAvailable(asked(options, prompt), prompt);
    }

    private Model asked(GenerationOptions options, Prompt prompt) {
        var model = GenerationOptions.known(catalog, options.model());
        if (!prompt.models().include(model)) {
            throw Problem.forbidden("problem.model-forbidden", model.id());
        }
        return model;
    }

    /** Counts a new question, or another try at one whose answer failed. */
    void countQuestion(Entitlement asker) {
        limits.admitQuestion(asker.userId(), asker.limits());
    }

    /** Chooses the model by the budgets, and refuses if they have no room (402). Reads only; the hold checks again. */
    Choice choose(Entitlement asker, GenerationOptions options, Prompt prompt) {
        var asked = asked(options, prompt);
        var allowance = allowances.of(asker.userId(), asker.payers(), clock.instant());
        return new Choice(asked, allowance.affordable(asked, catalog.failoverOrderFrom(asked), prompt), allowance);
    }

    /** Refuses an answer if the user has enough running ones now; {@link #admitAnswer} checks again. */
    void checkAnswer(Entitlement asker) {
        limits.checkAnswer(asker.userId(), asker.limits());
    }

    /** Locks the user's lock and counts the user's other running answers. */
    void admitAnswer(SqlPipeline sql, Entitlement asker, UUID answerId) {
        limits.admitAnswer(sql, asker.userId(), asker.limits(), answerId);
    }

    /**
     * Looks for the answer to an identical prompt, or makes this answer the one that others may repeat; until the transaction is rolled
     * back.
     *
     * @param answerId of the new answer
     * @return null: neither
     */
    Reuse reuse(AnswerRequest request, Model model, UUID answerId) {
        var isStateless = request.conversation() == null;
        var reuse = answerCache.find(
                request.userId(), request.options().cache(), model, request.prompt(), isStateless, answerId);
        if (reuse.filter(each -> !each.isOriginal() && !mayRepeat(each.original(), model))
                .isPresent()) {
            answerCache.forget(reuse.get().key(), reuse.get().original());
            return null;
        }
        reuse.filter(Reuse::isOriginal)
                .ifPresent(own -> transactions.ifRolledBack(() -> answerCache.forget(own.key(), answerId)));
        return reuse.orElse(null);
    }

    /** Not if it was deleted with its conversation, has failed, or is another model's. Its row may not be committed yet. */
    private boolean mayRepeat(UUID original, Model model) {
        return answers.find(original)
                .map(row -> !row.isDeleted() && row.state != AnswerEntity.State.failed && row.model.equals(model.id()))
                .orElse(true);
    }

    /** Gives the place of an original back, because another model than {@code model} answers. */
    void giveUp(Reuse reuse, UUID answerId) {
        answerCache.forget(reuse.key(), answerId);
    }

    /**
     * Counts the first request at the chosen model, or at one that replaces it. A transaction that is not committed
     * releases the permit: nobody would send its request, and an unused probe blocks other probes for a minute.
     */
    Permit permit(Choice choice, Prompt prompt) {
        var permit = router.first(choice.affordable(), prompt);
        transactions.ifRolledBack(() -> router.withdraw(permit));
        return permit;
    }
}
