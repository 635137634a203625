package io.baton.scripted;

import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** One of the providers that are played: its default script, its recording, its bill. */
final class Vendor {
    private final String name;
    private Script script = Script.DEFAULT;
    private int requestsLeft = Integer.MAX_VALUE;
    private Random random = new Random();
    private Recording recording;
    private Billing billing = Billing.NOTHING;

    Vendor(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    RandomGenerator random() {
        return random;
    }

    synchronized Billing billing() {
        return billing;
    }

    synchronized void bill(long promptTokens, long completionTokens) {
        billing = billing.plus(promptTokens, completionTokens);
    }

    synchronized Optional<Recording> recording() {
        return Optional.ofNullable(recording);
    }

    /** Null takes it away. */
    synchronized void replay(Recording recording) {
        this.recording = recording;
    }

    synchronized void follow(Script script) {
        this.script = script;
        requestsLeft = script.number(Setting.TIMES, Integer.MAX_VALUE);
        random = script.has(Setting.SEED) ? new Random(Long.parseLong(script.text(Setting.SEED, "0"))) : new Random();
    }

    /** My script, save for what the question says, with the dice thrown for a fault. */
    Script scriptFor(Question question) {
        Script merged = takeScript().with(Directives.in(question.asked(), name));
        double failureRate = Double.parseDouble(merged.text(Setting.FAILURE_RATE, "0"));
        if (merged.has(Setting.FAULT) || !merged.has(Setting.FAULTS) || random.nextDouble() >= failureRate) {
            return merged;
        }
        String[] faults = merged.text(Setting.FAULTS, "").split(",");
        return merged.with(Setting.FAULT, faults[random.nextInt(faults.length)]);
    }

    private synchronized Script takeScript() {
        if (requestsLeft == 0) {
            return Script.DEFAULT;
        }
        if (script.has(Setting.TIMES)) {
            requestsLeft--;
        }
        return script;
    }
}
