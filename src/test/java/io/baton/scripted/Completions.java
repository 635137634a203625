package io.baton.scripted;

import io.baton.scripted.SeenRequest.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** {@code POST /{vendor}/v1/chat/completions}. */
final class Completions {
    private final RequestLog log;

    Completions(RequestLog log) {
        this.log = log;
    }

    void answer(Vendor vendor, HttpRequest request, Wire wire) throws IOException {
        if (!request.isAuthorized() && !vendor.name().equals("ollama")) {
            String body = JsonText.error("No bearer token was sent.", "invalid_request_error", "invalid_api_key");
            refuse(vendor, request, wire, 401, body);
            return;
        }
        Question question;
        Script script;
        try {
            question = Question.of(request.text());
            script = vendor.scriptFor(question);
        } catch (IllegalArgumentException e) {
            refuse(
                    vendor,
                    request,
                    wire,
                    400,
                    JsonText.error(e.getMessage(), "invalid_request_error", "invalid_value"));
            return;
        }
        Visit visit = log.begin(id -> new Visit(id, vendor, request, question, script));
        try {
            answer(vendor, question, script, wire, visit);
        } catch (IOException e) {
            visit.end(Outcome.HUNG_UP);
            throw e;
        }
    }

    private void refuse(Vendor vendor, HttpRequest request, Wire wire, int status, String body) throws IOException {
        log.begin(id -> new Visit(id, vendor, request, null, Script.DEFAULT)).end(Outcome.REFUSED);
        wire.send(status, "application/json", "", body);
    }

    private void answer(Vendor vendor, Question question, Script script, Wire wire, Visit visit) throws IOException {
        wire.slice(script.number(Setting.BYTES, 0));
        Optional<Fault> fault = script.fault();
        if (fault.isPresent() && fault.get() instanceof Fault.Status status) {
            visit.end(Outcome.FAULTED);
            sendStatus(status.code(), script, wire);
            return;
        }
        if (fault.isPresent()
                && fault.get().endsConnection()
                && script.text(Setting.AT, "").equals("headers")) {
            new Break(wire, visit).with(fault.get(), new byte[0], new byte[0]);
            return;
        }
        if (fault.filter(Fault.Kind.SLOW_HEADERS::equals).isPresent()) {
            wire.pauseUntil(System.nanoTime() + Pace.slow(script) * 1_000_000L);
        }
        visit.modelRuns(question.promptTokens());
        Optional<Recording> recording = vendor.recording();
        if (recording.isPresent()) {
            replay(recording.get(), wire, visit);
        } else {
            speak(vendor, question, script, wire, visit);
        }
    }

    private static void speak(Vendor vendor, Question question, Script script, Wire wire, Visit visit)
            throws IOException {
        Answer answer = Answer.to(question, script, vendor.name(), vendor.random());
        long created = Instant.now().getEpochSecond();
        String id = "chatcmpl-scripted-" + visit.seen().id();
        if (question.stream()) {
            Chunks chunks = new Chunks(answer, question.usageAsked(), id, created);
            new StreamedAnswer(answer, chunks, wire, visit).send();
        } else {
            new WholeAnswer(answer, id, created, wire, visit).send();
        }
    }

    private static void sendStatus(int code, Script script, Wire wire) throws IOException {
        String retryAfter = script.text(Setting.RETRY_AFTER, code == 429 ? "1" : "");
        String more = retryAfter.isEmpty() ? "" : "Retry-After: " + retryAfter + "\r\n";
        String type = code < 500 ? "invalid_request_error" : "server_error";
        String error = JsonText.error("A scripted failure.", type, "scripted_" + code);
        String usage = script.has(Setting.COUNTS) ? ",\"usage\":" + JsonText.usage(script, 0, 0, 0) + "}" : "}";
        wire.send(code, "application/json", more, error.substring(0, error.length() - 1) + usage);
    }

    private static void replay(Recording recording, Wire wire, Visit visit) throws IOException {
        wire.begin(200, recording.contentType(), "");
        wire.slice(recording.slice());
        if (recording.body().length > 0) {
            wire.chunk(recording.body());
        }
        visit.end(Outcome.COMPLETED);
        wire.end();
    }
}
