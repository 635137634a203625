package io.baton.answer;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of the chat, under {@code chat.}. */
@ConfigProperties(prefix = "chat")
@Dependent
public class ChatConfig {
    /** The system prompt of every model. */
    @ConfigProperty(
            name = "system-prompt",
            defaultValue = "You are the assistant of a corporate blog. Answer its readers and authors helpfully and "
                    + "truthfully, in the language of the question.")
    @AllowedValues(pattern = "(?s)[^\\x00]{1,20000}", description = "1 to 20000 characters")
    public String systemPrompt;

    /** An answer without a reader for so long is stopped. */
    @ConfigProperty(name = "unread-grace", defaultValue = "PT60S")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration unreadGrace;

    /** If nothing is sent to a reader for so long, a comment is sent. */
    @ConfigProperty(name = "heartbeat", defaultValue = "PT15S")
    @AllowedValues(from = "PT1S", to = "PT10M")
    public Duration heartbeat;

    /** Chunks of a longer answer have no {@code totalContent}; characters. */
    @ConfigProperty(name = "total-content-limit", defaultValue = "32768")
    @AllowedValues(from = "0", to = "1000000")
    public int totalContentLimit;

    /** The longest answer, as a multiple of the tokens that were asked for, at four characters each. */
    @ConfigProperty(name = "longest-answer", defaultValue = "4")
    @AllowedValues(from = "1", to = "1000")
    public int longestAnswer;

    /** The longest time for an answer; each token that was asked for adds to it. */
    @ConfigProperty(name = "answer-time", defaultValue = "PT2M")
    @AllowedValues(from = "PT1S", to = "P1D")
    public Duration answerTime;

    /** The time that each token that was asked for adds to it. */
    @ConfigProperty(name = "answer-time-per-token", defaultValue = "PT0.2S")
    @AllowedValues(from = "PT0S", to = "PT1M")
    public Duration answerTimePerToken;

    /** How long Redis keeps the frames of an answer after the last one. */
    @ConfigProperty(name = "log-kept", defaultValue = "PT1H")
    @AllowedValues(from = "PT10S", to = "P7D")
    public Duration logKept;

    /** How many answers of failed nodes a node takes over and resumes at the same time; the others wait. */
    @ConfigProperty(name = "takeovers-at-once", defaultValue = "200")
    @AllowedValues(from = "1", to = "10000")
    public int takeoversAtOnce;
}
