package io.baton.scripted;

import io.baton.scripted.SeenRequest.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A request while it runs: what it has been told so far and how it ended. One thread tells, any may look. */
final class Visit {
    private static final int KEPT = 200;

    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();
    private final Vendor vendor;
    private final SeenRequest begun;
    private volatile boolean ran;
    private volatile int prompt;
    private volatile int text;
    private volatile int reasoning;
    private final StringBuffer said = new StringBuffer();
    private volatile Outcome outcome = Outcome.RUNNING;
    private Long hungUpAfterMillis;
    private Instant endedAt;

    /** {@code question} is null for a request that was not understood, {@code script} then is the default. */
    Visit(long id, Vendor vendor, HttpRequest request, Question question, Script script) {
        this.vendor = vendor;
        String asked = question == null ? "" : question.asked();
        this.begun = new SeenRequest(
                id,
                vendor.name(),
                question == null ? "" : question.model(),
                request.header("user-agent"),
                request.isAuthorized(),
                question != null && question.stream(),
                asked.substring(0, Math.min(KEPT, asked.length())),
                question == null ? 0 : question.messages().size(),
                question == null ? null : question.maxTokens(),
                question == null ? null : question.temperature(),
                question != null && question.usageAsked(),
                question == null ? "" : question.members().toString(),
                script.fault().map(Fault::wireName).orElse(""),
                Outcome.RUNNING,
                0,
                0,
                0,
                startedAt,
                null,
                null,
                question == null ? List.of() : contents(question),
                "");
    }

    /** From here on the prompt is billed. */
    void modelRuns(int promptTokens) {
        prompt = promptTokens;
        ran = true;
    }

    /** {@code reasoning} and {@code text} tokens are produced so far, the last of them {@code piece}. */
    void produced(int reasoning, int text, String piece) {
        if (said.length() + piece.length() <= SeenRequest.LONGEST) {
            said.append(piece);
        }
        this.reasoning = reasoning;
        this.text = text;
    }

    int completionTokens() {
        return reasoning + text;
    }

    /** The first end counts, later ones are ignored. Bills. */
    synchronized void end(Outcome how) {
        if (outcome != Outcome.RUNNING) {
            return;
        }
        if (how == Outcome.HUNG_UP) {
            hungUpAfterMillis =
                    Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
        }
        if (ran) {
            vendor.bill(prompt, completionTokens());
        }
        outcome = how;
        endedAt = Instant.now();
    }

    synchronized SeenRequest seen() {
        return new SeenRequest(
                begun.id(),
                begun.vendor(),
                begun.model(),
                begun.userAgent(),
                begun.authorized(),
                begun.stream(),
                begun.lastUserMessage(),
                begun.messages(),
                begun.maxTokens(),
                begun.temperature(),
                begun.usageAsked(),
                begun.members(),
                begun.fault(),
                outcome,
                text,
                prompt,
                completionTokens(),
                startedAt,
                endedAt,
                hungUpAfterMillis,
                begun.contents(),
                said.toString());
    }

    private static List<String> contents(Question question) {
        var contents =
                question.messages().stream().map(Question.Message::content).toList();
        var length = contents.stream().mapToInt(String::length).sum();
        return length > SeenRequest.LONGEST ? List.of() : contents;
    }
}
