package io.baton.answer;

import io.baton.model.AllowedModels;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * An answer without its text: its owner, its state, its outcome. The state changes {@code running → stopping → stopped} or {@code
 * running → done | stopped | failed}, each time by a conditional update.
 */
@Entity
@Table(name = "answer")
public class AnswerEntity {
    /** The names are stored. */
    @SuppressWarnings("java:S115")
    public enum State {
        running,
        stopping,
        done,
        stopped,
        failed;

        public boolean hasEnded() {
            return switch (this) {
                case running, stopping -> false;
                case done, stopped, failed -> true;
            };
        }
    }

    @Id
    public UUID id;

    @Column(name = "conversation_id")
    public UUID conversationId;

    @Column(name = "question_id")
    public UUID questionId;

    @Column(name = "message_id", nullable = false)
    public UUID messageId;

    public Integer position;

    @Column(name = "user_id", nullable = false)
    public String userId;

    /** By which it was asked; null: by none. */
    @Column(name = "api_key_id")
    public UUID apiKeyId;

    @Column(nullable = false)
    UUID owner;

    @Column(nullable = false)
    public int epoch;

    @Column(nullable = false)
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    public State state;

    @Column(nullable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    public String request;

    @Column(nullable = false)
    public String model;

    @Column(name = "finish_reason")
    String finishReason;

    @Column(name = "error_code")
    String errorCode;

    @Column(name = "terminal_n")
    public Integer terminalN;

    @Column(name = "reader_left_at")
    Instant readerLeftAt;

    @Column(name = "started_at", nullable = false)
    public Instant startedAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    /** The trace context of the answer's span on its first node (W3C {@code traceparent}); null: it is not traced. */
    @Column(name = "trace_parent")
    public String traceParent;

    /** The group that pays; null: none. */
    @Column(name = "group_id")
    public Integer groupId;

    /** The ids of the models that may answer, also after a takeover; null: all. */
    @Column(name = "allowed_models")
    String[] allowedModels;

    protected AnswerEntity() {}

    /** The models that may answer. */
    public AllowedModels allowedModels() {
        return AllowedModels.of(allowedModels == null ? null : List.of(allowedModels));
    }

    /** Whether its conversation was deleted: it has a position in a conversation, but no conversation. */
    public boolean isDeleted() {
        return position != null && conversationId == null;
    }

    AnswerEntity(UUID id, String userId, UUID owner, String request, String model, Instant now) {
        this.id = id;
        this.userId = userId;
        this.owner = owner;
        this.request = request;
        this.model = model;
        this.startedAt = now;
        this.epoch = 1;
        this.state = State.running;
    }
}
