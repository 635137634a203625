package io.baton.scripted;

/**
 * What one vendor has billed so far, in ended requests.
 *
 * @param requests         those whose model began to run
 * @param promptTokens     a quarter of the characters of all messages, rounded up for each request
 * @param completionTokens text and reasoning tokens that were produced, whether or not the client read them
 */
public record Billing(long requests, long promptTokens, long completionTokens) {
    static final Billing NOTHING = new Billing(0, 0, 0);

    Billing plus(long prompt, long completion) {
        return new Billing(requests + 1, promptTokens + prompt, completionTokens + completion);
    }
}
