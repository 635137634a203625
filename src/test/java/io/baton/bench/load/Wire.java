package io.baton.bench.load;

import java.nio.charset.StandardCharsets;

/** A format of questions and answers. */
enum Wire {
    /** Of {@code POST /api/chat/stream}. */
    NATIVE("\"type\":\"complete\"") {
        @Override
        String body(String question) {
            return "{\"message\":\"" + question + "\",\"totalContent\":false}";
        }
    },
    /** Of {@code POST /v1/chat/completions}. */
    OPENAI("\"finish_reason\":\"stop\"") {
        @Override
        String body(String question) {
            return "{\"model\":\"qwen2.5\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                    + "\"}]}";
        }
    };

    private final byte[] end;

    Wire(String end) {
        this.end = end.getBytes(StandardCharsets.US_ASCII);
    }

    abstract String body(String question);

    /** The bytes that only an answer that is complete contains. What follows them may repeat its text. */
    byte[] end() {
        return end.clone();
    }
}
