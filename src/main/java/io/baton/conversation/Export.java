package io.baton.conversation;

import jakarta.json.Json;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Exports a whole conversation page by page, with constant memory. */
record Export(ConversationStore conversations, Conversation conversation) {
    private static final int PAGE = 100;

    StreamingOutput markdown() {
        return out -> {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            var text = new StringBuilder("# ").append(conversation.title).append("\n");
            writer.append(text);
            forEach(message -> {
                var who = message.isQuestion() ? "You" : message.model;
                append(writer, "\n## " + who + " · " + message.createdAt + "\n\n" + message.content + "\n");
            });
            writer.flush();
        };
    }

    StreamingOutput json() {
        return out -> {
            var generator = Json.createGenerator(out);
            generator.writeStartObject().write("version", 1).write("id", conversation.id.toString());
            generator.write("title", conversation.title).write("createdAt", conversation.createdAt.toString());
            generator.writeStartArray("messages");
            forEach(message -> {
                generator.writeStartObject().write("id", message.id.toString()).write("role", message.role);
                generator.write("content", message.content).write("createdAt", message.createdAt.toString());
                generator.write("model", message.model).writeEnd();
            });
            generator.writeEnd().writeEnd().flush();
        };
    }

    private void forEach(Consumer<Message> consumer) {
        for (var page = 1; ; page++) {
            var items = conversations.messages(conversation, page, PAGE).items();
            items.forEach(consumer);
            if (items.size() < PAGE) {
                return;
            }
        }
    }

    private static void append(OutputStreamWriter writer, String text) {
        try {
            writer.append(text);
        } catch (java.io.IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }
}
