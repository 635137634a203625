package io.baton.compat;

import static io.baton.compat.CompletionJson.JSON;

import io.baton.answer.Event;
import io.baton.http.OpenAiError;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a completion in chunks, as server-sent events. */
final class StreamingWriter implements CompletionWriter {
    private final CompletionJson json;
    private final HttpServletResponse response;
    private OutputStream out;

    StreamingWriter(CompletionJson json, HttpServletResponse response) {
        this.json = json;
        this.response = response;
    }

    @Override
    public void text(String model, String text, List<String> logprobs) throws IOException {
        writeChunk(model, delta().add("content", text), CompletionJson.logprobs(CompletionJson.tokens(logprobs)));
    }

    @Override
    public void reasoning(String model, String text) throws IOException {
        writeChunk(model, delta().add("reasoning_content", text), JsonValue.NULL);
    }

    @Override
    public void refusal(String model, String text) throws IOException {
        writeChunk(model, delta().add("refusal", text), JsonValue.NULL);
    }

    @Override
    public void toolCall(String model, Event.ToolCall piece) throws IOException {
        var calls = JSON.createArrayBuilder().add(CompletionJson.piece(piece, model));
        writeChunk(model, delta().add("tool_calls", calls), JsonValue.NULL);
    }

    @Override
    public void keepAlive() throws IOException {
        if (hasBegun()) {
            write(": still here\n\n");
            out.flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (hasBegun()) {
            out.flush();
        }
    }

    @Override
    public void complete(Event.Complete complete) throws IOException {
        writeChunk(complete.model(), delta(), JsonValue.NULL, complete.finishReason());
        if (json.withUsage()) {
            data(json.usageChunk(complete.model(), complete.usage()));
        }
        data("[DONE]");
        out.flush();
    }

    @Override
    public void failed(OpenAiError error) throws IOException {
        if (hasBegun()) {
            data(error.json().toString());
            out.flush();
        } else {
            BufferedWriter.send(error, response);
        }
    }

    @Override
    public boolean hasBegun() {
        return out != null;
    }

    private void writeChunk(String model, JsonObjectBuilder delta, JsonValue logprobs) throws IOException {
        writeChunk(model, delta, logprobs, null);
    }

    private void writeChunk(String model, JsonObjectBuilder delta, JsonValue logprobs, String finishReason)
            throws IOException {
        if (!hasBegun()) {
            begin(model);
        }
        data(json.chunk(model, delta, logprobs, finishReason));
    }

    private void begin(String model) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        BufferedWriter.name(json, model, response);
        response.flushBuffer(); // otherwise the server buffers the first chunk until the next one
        out = response.getOutputStream();
        data(json.chunk(model, delta().add("role", "assistant").add("content", ""), JsonValue.NULL, null));
    }

    private void data(String text) throws IOException {
        write("data: " + text + "\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObjectBuilder delta() {
        return JSON.createObjectBuilder();
    }
}
