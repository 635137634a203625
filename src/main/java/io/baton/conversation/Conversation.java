package io.baton.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of messages between one user and the models. Lives from its first question until it is deleted. */
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

    /** A new one; its title is the beginning of the first question. */
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

    /** Whether nothing has been said in it yet. */
    public boolean isNew() {
        return messageCount == 0;
    }

    public UUID id() {
        return id;
    }

    public String userId() {
        return userId;
    }

    /** Gives out the next place in the order of messages; the row must be locked. */
    public int allotPosition() {
        return nextPosition++;
    }

    /** The model that the newest question was put to, whoever answers it. */
    String askedModel() {
        return askedModel == null ? model : askedModel;
    }

    /** Counts a question that was just stored. */
    public void asked(String ofModel, Instant now) {
        askedModel = ofModel;
        stored(ofModel, now);
    }

    /** Puts the newest question, which has no answer yet, to another model. */
    public void askAgain(Message question, String ofModel, String request) {
        question.askAgain(ofModel, request);
        askedModel = ofModel;
    }

    /** Counts a message that was just stored. */
    public void stored(String byModel, Instant now) {
        messageCount++;
        model = byModel;
        updatedAt = now;
    }
}
