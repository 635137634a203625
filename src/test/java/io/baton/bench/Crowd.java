package io.baton.bench;

import io.baton.dev.Issuer;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Many users who ask one question each. */
record Crowd(Issuer issuer) {
    private static final int AT_ONCE = 60;

    /** A question, and the text that it must get. */
    record Case(String directives, String text) {}

    record Result(Case asked, Heard heard, String broken) {
        String complaint() {
            return broken.isEmpty() ? heard.complaint(asked.text()) : broken;
        }
    }

    List<Result> ask(String url, List<Case> cases) throws InterruptedException {
        return ask(List.of(url), cases, AT_ONCE);
    }

    /** In turn at each of the nodes. */
    List<Result> ask(List<String> urls, List<Case> cases, int atOnce) throws InterruptedException {
        var results = new ConcurrentLinkedQueue<Result>();
        var room = new Semaphore(atOnce);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < cases.size(); i++) {
                var asked = cases.get(i);
                var url = urls.get(i % urls.size());
                room.acquire();
                threads.execute(() -> {
                    results.add(hear(url, asked));
                    room.release();
                });
            }
        }
        return List.copyOf(results);
    }

    Result hear(String url, Case asked) {
        return exchange(url, asked, body("Question " + UUID.randomUUID() + asked.directives(), null), somebody());
    }

    /** @param conversation null: a new one */
    static String body(String question, String conversation) {
        var body = Json.createObjectBuilder().add("message", question).add("totalContent", false);
        return (conversation == null ? body : body.add("conversationId", conversation))
                .build()
                .toString();
    }

    Result exchange(String url, Case asked, String body, String token) {
        var heard = new Heard();
        try {
            new Exchange(URI.create(url + "/api/chat/stream"), token, body).run(heard::take);
            return new Result(asked, heard, "");
        } catch (IOException broken) {
            return new Result(asked, heard, broken.toString());
        }
    }

    String somebody() {
        return issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user"));
    }
}
