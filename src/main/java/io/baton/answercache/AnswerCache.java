package io.baton.answercache;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Prompt;
import io.baton.platform.Ids;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Finds the answer to an identical prompt, in Redis for all nodes. The first of those who ask becomes the original at once, before it has
 * an answer: all others read its log while it is written, so that one request is sent however many ask. Without Redis nothing is found.
 */
@ApplicationScoped
public class AnswerCache {
    private static final String FIND = """
            local found = redis.call('GET', KEYS[1])
            if found and found ~= ARGV[3] then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
              return found
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return ARGV[1]
            """;
    private static final String FORGET = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    @Inject
    Redis redis;

    @Inject
    SharedQuestions shared;

    @Inject
    @ConfigProperties
    AnswerCacheConfig config;

    @Inject
    Clock clock;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder savedNanos = new LongAdder();

    /**
     * What was found since the start of this node.
     *
     * @param hits   answers that repeated another one to its end
     * @param misses answers that were generated, since there was none to repeat
     * @param broken repeated answers whose original did not come to its end
     * @param saved  what the originals had cost
     */
    public record Figures(long hits, long misses, long broken, Money saved) {}

    /**
     * Looks for the answer to this prompt; if there is none, the new answer becomes the original. The caller must {@link #forget} an
     * original that fails.
     *
     * @param asked    what the caller said about it; null: nothing, then only an answer at temperature 0 is given again
     * @param isStateless whether the answer has no conversation
     * @param answerId of the new answer
     * @return empty if the answer must not be given again, or Redis is unavailable
     */
    public Optional<Reuse> find(
            String userId, Boolean asked, Model model, Prompt prompt, boolean isStateless, UUID answerId) {
        if (!config.enabled || Boolean.FALSE.equals(asked) || hasMoreThanText(prompt)) {
            return Optional.empty();
        }
        var isShared = shared.contains(prompt, isStateless);
        if (!isShared && asked == null && (prompt.temperature() == null || prompt.temperature() != 0)) {
            return Optional.empty();
        }
        var key = PromptKey.of(isShared ? "all" : "user " + userId, model, prompt, isStateless);
        return find(key, answerId, "")
                .flatMap(found -> isTooOld(found) ? find(key, answerId, found.toString()) : Optional.of(found))
                .map(found -> new Reuse(key, found.equals(answerId) ? null : found));
    }

    /** Tool calls and probabilities are never given again, nor is JSON, which no model could continue. */
    private static boolean hasMoreThanText(Prompt prompt) {
        var members = prompt.options().members();
        return members.containsKey("tools")
                || members.containsKey("logprobs")
                || prompt.options().isStructured();
    }

    /** @param not an answer that does not count as found */
    private Optional<UUID> find(String key, UUID answerId, String not) {
        return redis.ask(client ->
                        (String) client.eval(FIND, List.of(name(key)), List.of(answerId.toString(), idleMillis(), not)))
                .map(UUID::fromString);
    }

    private boolean isTooOld(UUID answer) {
        return Ids.madeAt(answer).isBefore(clock.instant().minus(config.oldest));
    }

    /** With a random tenth more or less, so that answers of one moment do not expire together. */
    private String idleMillis() {
        var idle = config.idle.toMillis();
        return Long.toString(idle + ThreadLocalRandom.current().nextLong(-idle / 10, idle / 10 + 1));
    }

    /** How long the log of an original must be kept after its last use. */
    public Duration kept() {
        return config.idle.plus(config.idle.dividedBy(5));
    }

    /** The original is not to be given again. Does nothing if another answer has taken its place. */
    public void forget(String key, UUID original) {
        redis.ask(client -> client.eval(FORGET, List.of(name(key)), List.of(original.toString())));
    }

    /** An original has ended, whether or not others may repeat it. */
    public void generated() {
        misses.increment();
    }

    /** An answer has repeated its original to the end. {@code saved}: what the original had cost; null if that is not known. */
    public void repeated(Money saved) {
        hits.increment();
        savedNanos.add(saved == null ? 0 : saved.nanos());
    }

    /** The original of an answer did not come to its end. */
    public void broken(Reuse reuse) {
        broken.increment();
        forget(reuse.key(), reuse.original());
    }

    public Figures figures() {
        return new Figures(hits.sum(), misses.sum(), broken.sum(), new Money(savedNanos.sum()));
    }

    private static String name(String key) {
        return "baton:answer-cache:1:" + key;
    }
}
