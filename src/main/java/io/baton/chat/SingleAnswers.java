package io.baton.chat;

import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Answers to callers that keep the history themselves. They are limited, held, booked and logged as all others are, but have
 * no conversation, one reader, and end with it. Front door for other wires than our own.
 */
@ApplicationScoped
public class SingleAnswers {
    @Inject
    Answers answers;

    @Inject
    Generations generations;

    @Inject
    Frames frames;

    @Inject
    Logs logs;

    @Inject
    SharedLog shared;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /**
     * Begins an answer.
     *
     * @param prompt all that the model is to be told
     * @return to be closed by the reader
     * @throws Problem why it may not be asked for now; then nothing was sent to a provider
     */
    public Listening begin(Caller caller, Model model, Prompt prompt) {
        var as = new AskFor(model.id(), prompt.maxTokens(), prompt.temperature());
        var assignment = answers.beginAlone(caller.userId(), as, prompt);
        generations.start(assignment);
        return new Listening(assignment.answerId(), frames, this::forget, generations::stop);
    }

    /** The end was read, so that nobody will ask for it any more. */
    private void forget(UUID answerId) {
        logs.forget(answerId);
        shared.forget(answerId);
    }

    /** The silence after which a reader should be sent something, which also finds out whether it is gone. */
    public Duration heartbeat() {
        return config.heartbeat;
    }
}
