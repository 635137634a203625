package io.baton.person;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long conversations and answers are kept, under {@code baton.keep.}; without a value for ever. */
@ConfigProperties(prefix = "baton.keep")
@Dependent
public class RetentionConfig {
    /** After their last change, with their messages. */
    @ConfigProperty(name = "conversations")
    @AllowedValues(from = "P1D", to = "P9000D")
    public Optional<Duration> conversations;

    /** The rows of answers without a conversation: through OpenAI's interface, and those whose conversation was deleted. */
    @ConfigProperty(name = "answers")
    @AllowedValues(from = "P1D", to = "P9000D")
    public Optional<Duration> answers;
}
