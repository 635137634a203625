package io.baton.proof;

import io.baton.testing.Api;
import io.baton.testing.EventReader;
import java.io.IOException;

/** Asks one question and reads its answer to the end, or stops it after its first word. */
final class Asker {
    private Asker() {}

    /** How it went for the one who asked. */
    enum End {
        COMPLETE,
        FAILED,
        REFUSED,
        BROKEN_OFF
    }

    static End ask(Case question, Api user) throws InterruptedException {
        try {
            var response = user.begin("POST", "/api/chat/stream", question.body());
            try (var events = new EventReader(response.body())) {
                return response.statusCode() == 200 ? read(events, question, user) : End.REFUSED;
            }
        } catch (IOException killed) {
            return End.BROKEN_OFF;
        }
    }

    private static End read(EventReader events, Case question, Api user) throws IOException, InterruptedException {
        var answer = "";
        var stopped = false;
        for (var next = events.next(); next.isPresent(); next = events.next()) {
            var frame = next.get();
            switch (frame.type()) {
                case "start" -> answer = frame.content().getString("answerId");
                case "complete" -> {
                    return End.COMPLETE;
                }
                case "error" -> {
                    return End.FAILED;
                }
                default -> {
                    if (question.isStopped() && !stopped) {
                        stopped = true;
                        stop(answer, user);
                    }
                }
            }
        }
        return End.BROKEN_OFF;
    }

    private static void stop(String answer, Api user) throws IOException, InterruptedException {
        user.begin("DELETE", "/api/chat/answers/" + answer, null).body().close();
    }
}
