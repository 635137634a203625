package io.baton.answer;

import io.baton.answer.AnswerEntity.State;
import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.ledger.Ledger;
import io.baton.model.Money;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rebuilds the frames of an ended answer whose log is gone: start, one chunk with the whole text, the terminal frame. They have the
 * epoch after the stored one, so that they differ from the lost frames. The text of an answer without a conversation is only in its log:
 * without that it is lost.
 */
@ApplicationScoped
public class AnswerReplay {
    @Inject
    ConversationStore conversations;

    @Inject
    Ledger ledger;

    @Transactional
    public List<Frame> of(AnswerEntity row) {
        var message = conversations.message(row.messageId);
        var events = new ArrayList<Event>();
        events.add(new Event.Start(row.model, row.messageId, null));
        message.ifPresent(stored -> events.add(new Event.Chunk(stored.content(), stored.tokenCount())));
        events.add(terminal(row, message));
        var frames = new ArrayList<Frame>();
        for (var event : events) {
            frames.add(new Frame(epochOf(row), frames.size() + 1, row.endedAt.toEpochMilli(), event));
        }
        return List.copyOf(frames);
    }

    /** The terminal frame, in case only that is missing in the log. */
    @Transactional
    public Frame terminal(AnswerEntity row) {
        return new Frame(
                row.epoch,
                row.terminalN,
                row.endedAt.toEpochMilli(),
                terminal(row, conversations.message(row.messageId)));
    }

    public static int epochOf(AnswerEntity row) {
        return row.epoch + 1;
    }

    private Event terminal(AnswerEntity row, Optional<Message> message) {
        if (row.position == null && row.state == State.done) {
            return new Event.Failed(ErrorCode.LOG_LOST);
        }
        if (row.state == State.failed) {
            return new Event.Failed(row.errorCode == null ? ErrorCode.UNKNOWN_ERROR : ErrorCode.valueOf(row.errorCode));
        }
        return new Event.Complete(
                message.map(Message::content).orElse(""),
                message.map(Message::responseTimeMillis).orElse(0L),
                row.model,
                row.finishReason == null ? "stopped" : row.finishReason,
                ledger.usageOf(row.id),
                message.isEmpty()
                        ? Money.ZERO
                        : message.map(Message::cost).map(Money::ofDollars).orElse(null),
                message.map(Message::spans).map(AnswerReplay::spans).orElse(List.of()));
    }

    private static List<Span> spans(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return Span.fromJson(reader.readArray());
        }
    }
}
