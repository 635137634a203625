package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Random;

/**
 * One question. Its temperature is its own, and comes through to every provider that is asked because of it: so bills and
 * ledger rows can be told to belong to it.
 */
record Case(int number, String model, String directives, boolean isStopped) {
    /** Temperatures end at 2. */
    static final int MOST = 10_000;

    private static final List<String> MODELS = List.of("qwen2.5", "gemma-3", "gpt-4");
    private static final List<String> VENDORS = List.of("qwen", "gemma", "openai");
    private static final List<String> EARLY = List.of(
            "status:500", "status:503", "reset at=headers", "close at=headers", "empty", "garbage at=0", "error at=0");
    /** Whose rows are estimated are asked in prose, and answer in prose: the stated errors are those of prose. */
    private static final String PROSE =
            "Please explain in a few plain sentences how a long answer can be handed from one model to another in the"
                    + " middle of a word, and what the reader of that answer would notice of it. ";

    private static final List<String> LATE = List.of("close", "reset", "end", "garbage", "error");

    /** 70 % go well, 12 % fail before the first word, 8 % in the middle, 5 % are stopped, 5 % are never counted. */
    static Case of(int number, Random random) {
        var which = random.nextInt(MODELS.size());
        var vendor = VENDORS.get(which);
        var tokens = 5 + random.nextInt(40);
        var usual = "[[tokens=%d first=0 delay=%d]]".formatted(tokens, random.nextInt(4));
        var chance = random.nextInt(100);
        var directives = usual;
        if (chance < 12) {
            directives += " [[%s:fault=%s]]".formatted(vendor, EARLY.get(random.nextInt(EARLY.size())));
        } else if (chance < 20) {
            directives = "%s[[first=0 delay=%d]] [[%s:fault=%s at=%d]]"
                    .formatted(
                            PROSE,
                            random.nextInt(4),
                            vendor,
                            LATE.get(random.nextInt(LATE.size())),
                            1 + random.nextInt(tokens - 1));
        } else if (chance < 25) {
            directives = PROSE + "[[first=0 delay=40]]";
        } else if (chance < 30) {
            directives = PROSE + "[[first=0 delay=%d usage=none]]".formatted(random.nextInt(4));
        }
        return new Case(number, MODELS.get(which), directives, chance >= 20 && chance < 25);
    }

    double temperature() {
        return temperature(number);
    }

    static double temperature(int number) {
        return number / (MOST / 2.0);
    }

    JsonObject body() {
        return Json.createObjectBuilder()
                .add("message", "Proof " + number + " " + directives)
                .add("model", model)
                .add("temperature", temperature())
                .add("totalContent", false)
                .build();
    }

    /** 50 users. */
    static List<Api> users() {
        var issuer = TestServer.running().issuer();
        return java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> Api.bearing(issuer.sign(issuer.claims("proof-" + i, "user"))))
                .toList();
    }
}
