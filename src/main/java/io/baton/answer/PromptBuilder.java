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

/** Makes prompts of conversations. Whoever is asked trims them to its window. */
@ApplicationScoped
public class PromptBuilder {
    private static final int MOST_MESSAGES = 200;

    @Inject
    ConversationStore conversations;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /** A question with what was said before it; of several answers to one question only the last counts. */
    public Prompt answering(Message question, GenerationOptions as) {
        var turns = new ArrayList<Turn>();
        for (var message : conversations.upTo(question, MOST_MESSAGES)) {
            if (!message.isQuestion() && !turns.isEmpty() && turns.getLast().role() == Role.ASSISTANT) {
                turns.removeLast();
            }
            turns.add(new Turn(message.isQuestion() ? Role.USER : Role.ASSISTANT, message.content()));
        }
        turns.addFirst(system());
        return new Prompt(turns, as.maxTokens(), as.temperature());
    }

    /** A question alone, to see who could take it. */
    public Prompt alone(String question, GenerationOptions as) {
        return new Prompt(List.of(system(), new Turn(Role.USER, question)), as.maxTokens(), as.temperature());
    }

    private Turn system() {
        return new Turn(Role.SYSTEM, config.systemPrompt);
    }
}
