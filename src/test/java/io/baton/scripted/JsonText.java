package io.baton.scripted;

import jakarta.json.Json;

/** JSON by hand, where building objects would cost too much, and OpenAI's error object. */
final class JsonText {
    private JsonText() {}

    /** {@code text} as the inside of a JSON string; {@code ascii}: with all else escaped, as some servers do. */
    static String escaped(String text, boolean ascii) {
        StringBuilder json = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                default -> {
                    if (c < ' ' || (ascii && c > '~')) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.toString();
    }

    static String usage(Script script, int prompt, int reasoning, int completion) {
        String[] counts = script.text(Setting.COUNTS, prompt + "," + completion + "," + (prompt + completion))
                .split(",");
        return "{\"prompt_tokens\":" + counts[0] + ",\"completion_tokens\":" + counts[1] + ",\"total_tokens\":"
                + counts[2] + ",\"prompt_tokens_details\":{\"cached_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":" + reasoning + "}}";
    }

    static String error(String message, String type, String code) {
        return Json.createObjectBuilder()
                .add(
                        "error",
                        Json.createObjectBuilder()
                                .add("message", message)
                                .add("type", type)
                                .addNull("param")
                                .add("code", code))
                .build()
                .toString();
    }
}
