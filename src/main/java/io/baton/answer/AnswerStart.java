package io.baton.answer;

import io.baton.budget.Allowance;
import io.baton.budget.BudgetStore;
import io.baton.budget.Holds;
import io.baton.cluster.Node;
import io.baton.conversation.Conversation;
import io.baton.ledger.Ledger;
import io.baton.limits.Admission;
import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Ids;
import io.baton.routing.Permit;
import io.baton.routing.Router;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** The end of tx1: everything that must be in place before an answer's first request leaves, or nothing. */
@ApplicationScoped
class AnswerStart {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Admission admission;

    @Inject
    Router router;

    @Inject
    Catalog catalog;

    @Inject
    Ledger ledger;

    @Inject
    BudgetStore budgets;

    @Inject
    Holds holds;

    @Inject
    Node node;

    @Inject
    Clock clock;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /**
     * What is to be answered.
     *
     * @param conversation null: the caller keeps the history; then the question is null, too
     */
    record Asked(String userId, Conversation conversation, UUID questionId, GenerationOptions as, Prompt prompt) {}

    /** What others wait for comes late: the user's turn, which nothing is counted before, then the accounts, the site's at the very end. */
    @Transactional(Transactional.TxType.MANDATORY)
    public GenerationJob begin(Asked asked) {
        var allowance = budgets.allowance(asked.userId(), clock.instant());
        var job = store(asked, allowance);
        holds.take(job.account(), allowance, job.held().amount(), job.startedAt());
        return job;
    }

    private GenerationJob store(Asked asked, Allowance allowance) {
        var prompt = asked.prompt();
        var wanted = GenerationOptions.known(catalog, asked.as().model());
        var affordable = allowance.affordable(wanted, catalog.ringFrom(wanted), prompt);
        admission.admitAnswer(asked.userId());
        var permit = router.first(affordable, prompt);
        giveBackUnlessCommitted(permit);
        var first = permit.model();
        var row = row(asked, first);
        entities.persist(row);
        entities.flush();
        var attempt = Ids.next();
        var job = new GenerationJob(
                row.id,
                row.conversationId,
                row.messageId,
                row.userId,
                row.position == null ? 0 : row.position,
                row.epoch,
                permit,
                attempt,
                prompt,
                row.startedAt,
                new Holds.Held(prompt.maxCost(first), !allowance.accounts().isEmpty()),
                affordable.equals(wanted) || first.equals(wanted) ? null : "budget");
        ledger.open(attempt, job.account(), 1, first, prompt.trimmedFor(first).estimatedTokens());
        return job;
    }

    /** Else nobody would send its request, and where it is a probe none other may be sent for a minute. */
    private void giveBackUnlessCommitted(Permit permit) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status != Status.STATUS_COMMITTED) {
                    router.giveBack(permit);
                }
            }
        });
    }

    private AnswerEntity row(Asked asked, Model first) {
        var row = new AnswerEntity(
                Ids.next(), asked.userId(), node.id(), asked.as().toJson(), first.id(), clock.instant());
        row.messageId = Ids.next();
        if (asked.conversation() != null) {
            row.conversationId = asked.conversation().id();
            row.questionId = asked.questionId();
            row.position = asked.conversation().allocatePosition();
        }
        return row;
    }
}
