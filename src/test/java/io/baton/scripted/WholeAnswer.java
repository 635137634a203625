package io.baton.scripted;

import io.baton.scripted.SeenRequest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends an answer in one piece, after the time that its tokens take. */
final class WholeAnswer {
    private final Answer answer;
    private final String id;
    private final long created;
    private final Wire wire;
    private final Visit visit;

    WholeAnswer(Answer answer, String id, long created, Wire wire, Visit visit) {
        this.answer = answer;
        this.id = id;
        this.created = created;
        this.wire = wire;
        this.visit = visit;
    }

    void send() throws IOException {
        Pace pace = answer.pace();
        boolean breaks = answer.faultAt() != Answer.NEVER;
        int end = breaks ? answer.faultAt() : answer.count();
        for (int position = 0; position < end; position++) {
            wire.pauseUntil(pace.due(position));
            int reasoning = Math.min(position + 1, answer.reasoning().count());
            visit.produced(reasoning, position + 1 - reasoning, answer.token(position));
        }
        wire.pauseUntil(pace.due(end));
        wire.begin(200, "application/json", "");
        byte[] body = json(end).getBytes(StandardCharsets.UTF_8);
        if (breaks) {
            breakOff(answer.script().fault().orElseThrow(), body);
        } else {
            wire.chunk(body);
            visit.end(
                    answer.script().fault().filter(Fault.Kind.EMPTY::equals).isPresent()
                            ? Outcome.FAULTED
                            : Outcome.COMPLETED);
            wire.end();
        }
    }

    /** Faults that end the connection leave half a body, a proper end leaves one without finish reason. */
    private void breakOff(Fault fault, byte[] body) throws IOException {
        if (fault.endsConnection()) {
            wire.half(body, true);
        } else if (fault == Fault.Kind.END) {
            wire.chunk(body);
        }
        byte[] error = JsonText.error("A scripted error in place of an answer.", "server_error", "scripted")
                .getBytes(StandardCharsets.UTF_8);
        byte[] garbage = "<html>\u0000\ufffd this is no JSON {".getBytes(StandardCharsets.UTF_8);
        new Break(wire, visit).with(fault, error, garbage);
    }

    private String json(int end) {
        boolean ascii = answer.script().is(Setting.ASCII);
        int reasoningEnd = Math.min(end, answer.reasoning().count());
        String thought = reasoningEnd == 0
                ? ""
                : ",\"reasoning_content\":\"" + JsonText.escaped(text(0, reasoningEnd), ascii) + "\"";
        String finish = end < answer.count() || answer.faultAt() != Answer.NEVER || answer.finish() == null
                ? "null"
                : "\"" + answer.finish() + "\"";
        String usage = answer.script().text(Setting.USAGE, "").equals("none")
                ? ""
                : ",\"usage\":" + JsonText.usage(answer.script(), answer.promptTokens(), reasoningEnd, end);
        return "{\"id\":\"" + id + "\",\"object\":\"chat.completion\",\"created\":" + created + ",\"model\":\""
                + JsonText.escaped(answer.model(), ascii) + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                + "\"assistant\"," + content(reasoningEnd, end, ascii) + thought
                + "},\"logprobs\":null,\"finish_reason\":" + finish + "}]" + usage + "}";
    }

    private String content(int from, int to, boolean ascii) {
        return answer.fragments().isEmpty()
                ? "\"content\":\"" + JsonText.escaped(text(from, to), ascii) + "\""
                : "\"content\":null,\"tool_calls\":" + Fragment.whole(answer.fragments());
    }

    private String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int position = from; position < to; position++) {
            text.append(answer.token(position));
        }
        return text.toString();
    }
}
