package io.baton.chat;

import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of the chat, under {@code chat.}. */
@ConfigProperties(prefix = "chat")
@Dependent
public class ChatConfig {
    /** What every model is told first. */
    @ConfigProperty(
            name = "system-prompt",
            defaultValue = "You are the assistant of a corporate blog. Answer its readers and authors helpfully and "
                    + "truthfully, in the language of the question.")
    public String systemPrompt;

    /** An answer that nobody reads for so long is stopped. */
    @ConfigProperty(name = "unread-grace", defaultValue = "PT60S")
    public Duration unreadGrace;

    /** The silence after which a comment is sent to readers. */
    @ConfigProperty(name = "heartbeat", defaultValue = "PT15S")
    public Duration heartbeat;

    /** Chunks of an answer that is longer, in characters, carry no {@code totalContent}. */
    @ConfigProperty(name = "total-content-limit", defaultValue = "32768")
    public int totalContentLimit;

    /** The longest answer, as a multiple of what the tokens that were asked for make at four characters each. */
    @ConfigProperty(name = "longest-answer", defaultValue = "4")
    public int longestAnswer;

    /** The longest that an answer may take, whatever its length; each token that was asked for adds to it. */
    @ConfigProperty(name = "answer-time", defaultValue = "PT2M")
    public Duration answerTime;

    /** What each token that was asked for adds to the longest time. */
    @ConfigProperty(name = "answer-time-per-token", defaultValue = "PT0.2S")
    public Duration answerTimePerToken;

    /** How long the frames of an answer are kept in Redis after the last one. */
    @ConfigProperty(name = "log-kept", defaultValue = "PT1H")
    public Duration logKept;

    /** So many answers of lost nodes a node takes over and goes on with at the same time; the others wait. */
    @ConfigProperty(name = "takeovers-at-once", defaultValue = "200")
    public int takeoversAtOnce;
}
