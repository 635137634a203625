package io.baton.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A conversation between a user and models. Exists from its first question until it is deleted. */
@Entity
@Table(name = "conversation")
public class Conversation {
    private static final int MAX_TITLE = 80;

    @Id
    UUID id;

    @Column(name = "user_id", nullable = false)
    String userId;

    @Column(nullable = false)
    String title;

    @Column(nullable = false)
    String model;

    @Column(name = "asked_model")
    String askedModel;

    @Column(name = "next_position", nullable = false)
    int nextPosition;

    @Column(name = "message_count", nullable = false)
    int messageCount;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    protected Conversation() {}

    /** A new conversation; its title is the beginning of the first question. */
    Conversation(UUID id, String userId, String firstQuestion, String model, Instant now) {
        this.id = id;
        this.userId = userId;
        this.title = titleOf(firstQuestion);
        this.model = model;
        this.askedModel = model;
        this.nextPosition = Message.FIRST_POSITION;
        this.createdAt = now;
        this.updatedAt = now;
    }

    static String titleOf(String question) {
        var line = question.strip().replaceAll("\\s+", " ");
        var end = Math.min(line.length(), MAX_TITLE);
        if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }

    /** Whether it has no messages yet. */
    public boolean isNew() {
        return messageCount == 0;
    }

    public UUID id() {
        return id;
    }

    public String userId() {
        return userId;
    }

    /** Returns the position of the next message; the row must be locked. */
    public int allocatePosition() {
        return nextPosition++;
    }

    /** The model that the newest question asked for, which may differ from the one that answers. */
    String askedModel() {
        return askedModel == null ? model : askedModel;
    }

    /** Counts a stored question. */
    public void asked(String ofModel, Instant now) {
        askedModel = ofModel;
        stored(ofModel, now);
    }

    /** Asks another model the newest question, which has no answer yet. */
    public void askAgain(Message question, String ofModel, String request) {
        question.askAgain(ofModel, request);
        askedModel = ofModel;
    }

    /** Counts a stored message. */
    public void stored(String byModel, Instant now) {
        messageCount++;
        model = byModel;
        updatedAt = now;
    }
}
