package io.baton.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A user's question or a model's answer. Immutable, except that a question without an answer may be put to another
 * model.
 */
@Entity
@Table(name = "message")
public class Message {
    static final int FIRST_POSITION = 1;
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";

    @Id
    UUID id;

    @Column(name = "conversation_id", nullable = false)
    UUID conversationId;

    @Column(nullable = false)
    int position;

    @Column(nullable = false)
    String role;

    @Column(nullable = false, columnDefinition = "text")
    String content;

    @JdbcTypeCode(SqlTypes.JSON)
    String request;

    String model;

    @Column(name = "token_count")
    Integer tokenCount;

    @Column(name = "response_time_ms")
    Long responseTimeMillis;

    @Column(name = "finish_reason")
    String finishReason;

    @Column(precision = 20, scale = 9)
    BigDecimal cost;

    @JdbcTypeCode(SqlTypes.JSON)
    String spans;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    protected Message() {}

    private Message(UUID id, UUID conversationId, int position, String role, String content, Instant createdAt) {
        this.id = id;
        this.conversationId = conversationId;
        this.position = position;
        this.role = role;
        this.content = content;
        this.createdAt = createdAt;
    }

    /** @param request the generation options, as versioned JSON */
    public static Message question(
            UUID id, UUID conversationId, int position, String text, String model, String request, Instant now) {
        var message = new Message(id, conversationId, position, USER, text, now);
        message.model = model;
        message.request = request;
        return message;
    }

    /**
     * A complete or partial answer.
     *
     * @param finishReason as in the chat-completions format; null if it failed
     * @param cost         dollars; null if unknown
     * @param spans        JSON array of the parts by model
     */
    public static Message answer(
            UUID id,
            UUID conversationId,
            int position,
            String text,
            String model,
            int tokenCount,
            long responseTimeMillis,
            String finishReason,
            BigDecimal cost,
            String spans,
            Instant now) {
        var message = new Message(id, conversationId, position, ASSISTANT, text, now);
        message.model = model;
        message.tokenCount = tokenCount;
        message.responseTimeMillis = responseTimeMillis;
        message.finishReason = finishReason;
        message.cost = cost;
        message.spans = spans;
        return message;
    }

    void askAgain(String ofModel, String asRequested) {
        model = ofModel;
        request = asRequested;
    }

    public UUID id() {
        return id;
    }

    public UUID conversationId() {
        return conversationId;
    }

    /** Whether it is the first message of its conversation. */
    boolean isFirst() {
        return position == FIRST_POSITION;
    }

    public boolean isQuestion() {
        return USER.equals(role);
    }

    public String content() {
        return content;
    }

    /** The model that was asked or that answered. */
    public String model() {
        return model;
    }

    /** The generation options of a question, as versioned JSON; null for an answer. */
    public String request() {
        return request;
    }

    public Integer tokenCount() {
        return tokenCount;
    }

    public Long responseTimeMillis() {
        return responseTimeMillis;
    }

    public String finishReason() {
        return finishReason;
    }

    public BigDecimal cost() {
        return cost;
    }

    public String spans() {
        return spans;
    }
}
