package io.baton.scripted;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The events of one streamed answer. What stands around each token is encoded once. */
final class Chunks {
    private final Answer answer;
    private final Script script;
    private final Sse sse;
    private final String head;
    private final String usageMode;
    private final byte[] textOpening;
    private final byte[] reasoningOpening;
    private final byte[] tokenClosing;

    /** {@code created} in seconds since 1970. */
    Chunks(Answer answer, boolean usageAsked, String id, long created) {
        this.answer = answer;
        script = answer.script();
        sse = new Sse(script);
        String mode = script.text(Setting.USAGE, "separate");
        usageMode = mode.equals("asked") ? (usageAsked ? "separate" : "none") : mode;
        boolean ascii = script.is(Setting.ASCII);
        head = "{\"id\":\"" + id + "\",\"object\":\"chat.completion.chunk\",\"created\":" + created + ",\"model\":\""
                + JsonText.escaped(answer.model(), ascii) + "\",\n\"choices\":[";
        textOpening = sse.opening(head + "{\"index\":0,\"delta\":{\n\"content\":\"");
        reasoningOpening = sse.opening(head + "{\"index\":0,\"delta\":{\n\"content\":null,\"reasoning_content\":\"");
        tokenClosing = sse.closing("\"" + tail(null, usageMode.equals("none") ? "" : ",\"usage\":null"));
    }

    /** The event that names the role, if the script wants one. */
    void role(Wire wire) throws IOException {
        String content = switch (script.text(Setting.ROLE, "empty")) {
            case "empty" -> ",\"content\":\"\"";
            case "null" -> ",\"content\":null";
            default -> "";
        };
        if (!script.text(Setting.ROLE, "").equals("none")) {
            wire.chunk(delta("\"role\":\"assistant\"" + content, null, everyUsage(0)));
        }
    }

    /** The tokens from one position up to another, all of a kind. */
    void tokens(Wire wire, int from, int to) throws IOException {
        if (answer.fragment(from) != null) {
            for (int position = from; position < to; position++) {
                String call = "\"tool_calls\":[" + answer.fragment(position).json() + "]";
                wire.chunk(delta(call, null, everyUsage(position)));
            }
            return;
        }
        if (answer.logprobs() && !answer.isReasoning(from)) {
            weighed(wire, from, to);
            return;
        }
        wire.chunk(
                answer.isReasoning(from) ? reasoningOpening : textOpening,
                content(from, to),
                usageMode.equals("every") ? sse.closing("\"" + tail(null, everyUsage(to))) : tokenClosing);
    }

    private void weighed(Wire wire, int from, int to) throws IOException {
        for (int position = from; position < to; position++) {
            String token = JsonText.escaped(answer.token(position), script.is(Setting.ASCII));
            String tokens = "{\"token\":\"" + token + "\",\"logprob\":-0.25,\"bytes\":null,\"top_logprobs\":[]}";
            wire.chunk(sse.event(head + "{\"index\":0,\"delta\":{\n\"content\":\"" + token
                    + "\"},\"logprobs\":{\"content\":[" + tokens + "],\"refusal\":null},\"finish_reason\":null}]"
                    + everyUsage(position) + "}"));
        }
    }

    /** The event that {@link #tokens} would send, if there were any more tokens from there. */
    byte[] token(int position) {
        String text = position < answer.count() ? answer.token(position) : "";
        return delta("\"content\":\"" + JsonText.escaped(text, script.is(Setting.ASCII)) + "\"", null, everyUsage(0));
    }

    /** Finish reason, usage and end mark, as far as the script wants them. */
    void last(Wire wire) throws IOException {
        int all = answer.count();
        String finish = answer.finish();
        if (finish != null) {
            wire.chunk(delta("", finish, usageMode.equals("last") ? ",\"usage\":" + usage(all) : everyUsage(all)));
        }
        if (usageMode.equals("separate")) {
            wire.chunk(sse.event(head + "],\n\"usage\":" + usage(all) + "}"));
        }
        if (!script.text(Setting.DONE, "true").equals("false")) {
            wire.chunk(sse.event("[DONE]"));
        }
    }

    byte[] error() {
        return sse.event(JsonText.error("A scripted error within the stream.", "server_error", "scripted"));
    }

    byte[] garbage() {
        return sse.event("<html>\u0000\ufffd this is no JSON {");
    }

    private byte[] content(int from, int to) {
        boolean ascii = script.is(Setting.ASCII);
        if (to == from + 1) {
            return JsonText.escaped(answer.token(from), ascii).getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder();
        for (int position = from; position < to; position++) {
            text.append(JsonText.escaped(answer.token(position), ascii));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] delta(String delta, String finish, String usage) {
        return sse.event(head + "{\"index\":0,\"delta\":{\n" + delta + tail(finish, usage));
    }

    private static String tail(String finish, String usage) {
        String reason = finish == null ? "null" : "\"" + finish + "\"";
        return "},\n\"logprobs\":null,\"finish_reason\":" + reason + "}]" + usage + "}";
    }

    private String everyUsage(int completion) {
        return switch (usageMode) {
            case "every" -> ",\"usage\":" + usage(completion);
            case "none" -> "";
            default -> ",\"usage\":null";
        };
    }

    private String usage(int completion) {
        int reasoning = Math.min(answer.reasoning().count(), completion);
        return JsonText.usage(script, answer.promptTokens(), reasoning, completion);
    }
}
