package io.baton.conversation;

import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** The statements by which questions and answers change conversations and messages, for one round trip with others. */
@ApplicationScoped
public class ConversationWriter {
    @PersistenceContext
    EntityManager entities;

    /** Stores a new conversation, or what has changed of one that is locked. It must not be changed afterwards. */
    public void save(SqlPipeline sql, Conversation conversation) {
        if (entities.contains(conversation)) {
            entities.detach(conversation);
            sql.add(
                    """
                    update conversation set model = ?, asked_model = ?, next_position = ?, message_count = ?, updated_at = ?
                    where id = ?
                    """,
                    conversation.model,
                    conversation.askedModel,
                    conversation.nextPosition,
                    conversation.messageCount,
                    conversation.updatedAt,
                    conversation.id);
        } else {
            sql.add(
                    """
                    insert into conversation (id, user_id, title, model, asked_model, next_position, message_count,
                      created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    conversation.id,
                    conversation.userId,
                    conversation.title,
                    conversation.model,
                    conversation.askedModel,
                    conversation.nextPosition,
                    conversation.messageCount,
                    conversation.createdAt,
                    conversation.updatedAt);
        }
    }

    /** Stores a new message of a conversation that is locked. */
    public void insert(SqlPipeline sql, Message message) {
        sql.add(
                """
                insert into message (id, conversation_id, position, role, content, request, model, token_count,
                  response_time_ms, finish_reason, cost, spans, created_at)
                values (?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, cast(? as jsonb), ?)
                """,
                message.id,
                message.conversationId,
                message.position,
                message.role,
                message.content,
                message.request,
                message.model,
                message.tokenCount,
                message.responseTimeMillis,
                message.finishReason,
                message.cost,
                message.spans,
                message.createdAt);
    }

    /** Counts a stored answer in its conversation, which is locked. */
    public void count(SqlPipeline sql, Message answer) {
        sql.add(
                "update conversation set message_count = message_count + 1, model = ?, updated_at = ? where id = ?",
                answer.model,
                answer.createdAt,
                answer.conversationId);
    }

    /**
     * Locks the conversation until the transaction ends.
     *
     * @param found becomes true if it exists
     */
    public void lock(SqlPipeline sql, UUID id, AtomicBoolean found) {
        sql.query("select 1 from conversation where id = ? for update", row -> found.set(true), id);
    }
}
