package io.baton.routing;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** The stream of a model that continues an answer, without the text that it repeats. */
final class ContinuationStream implements ModelStream {
    private final ModelStream stream;
    private final OverlapTrimmer trimmer;
    /** The text received up to and including the first text that was returned. */
    private final StringBuilder received = new StringBuilder();
    /** The length of the first text that was returned; 0 if none was. */
    private int returned;

    private final Deque<ModelEvent> ready = new ArrayDeque<>();

    ContinuationStream(ModelStream stream, String answerSoFar) {
        this.stream = stream;
        this.trimmer = new OverlapTrimmer(answerSoFar);
    }

    @Override
    public ModelEvent next() throws InterruptedException {
        while (ready.isEmpty()) {
            process(stream.next());
        }
        return ready.poll();
    }

    private void process(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> {
                if (returned == 0) {
                    received.append(text);
                }
                emit(trimmer.add(text));
            }
            case ModelEvent.Finished finished -> addAfterText(finished);
            case ModelEvent.Failed failed -> addAfterText(failed);
            case ModelEvent.Refusal refusal -> addAfterText(refusal);
            case ModelEvent.Reasoning reasoning -> ready.add(reasoning);
            case ModelEvent.ToolCallPiece piece -> addAfterText(piece);
            case ModelEvent.Logprobs logprobs -> {} // they may belong to text that is trimmed
            case ModelEvent.Counted counted -> ready.add(counted);
            case ModelEvent.Repeated repeated -> ready.add(repeated);
            case ModelEvent.End end -> ready.add(end);
        }
    }

    private void addAfterText(ModelEvent event) {
        emit(trimmer.end());
        ready.add(event);
    }

    /** The trimmer removes text only from the beginning, so what it returns is the end of what was received. */
    @Override
    public String discardedText() {
        return received.substring(0, received.length() - returned);
    }

    private void emit(String text) {
        if (returned == 0) {
            returned = text.length();
        }
        if (!text.isEmpty()) {
            ready.add(new ModelEvent.Text(text));
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
