package io.baton.answer;

import io.baton.conversation.ConversationStore;
import io.baton.conversation.Message;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import io.baton.model.Turn.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Builds prompts from conversations. They are trimmed to a model's window when it is asked. */
@ApplicationScoped
public class PromptBuilder {
    private static final int MOST_MESSAGES = 200;

    @Inject
    ConversationStore conversations;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /** A question with the messages before it. Of several answers to one question only the last is used. */
    public Prompt withHistory(Message question, GenerationOptions options) {
        var turns = new ArrayList<Turn>();
        for (var message : conversations.before(question, MOST_MESSAGES - 1)) {
            if (!message.isQuestion() && !turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT) {
                turns.removeLast();
            }
            turns.add(new Turn(message.isQuestion() ? Role.USER : Role.ASSISTANT, message.content()));
        }
        turns.add(new Turn(Role.USER, question.content()));
        turns.addFirst(system());
        return new Prompt(turns, options.maxTokens(), options.temperature());
    }

    /** A question without history, to check which models can take it. */
    Prompt withoutHistory(NewQuestion question) {
        var options = question.options();
        var turns = List.of(system(), new Turn(Role.USER, question.message()));
        return new Prompt(turns, options.maxTokens(), options.temperature());
    }

    private Turn system() {
        return new Turn(Role.SYSTEM, config.systemPrompt);
    }
}
