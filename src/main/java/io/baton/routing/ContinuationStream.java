package io.baton.routing;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** The stream of a model that goes on with what was said, joined to it at the seam. */
final class ContinuationStream implements ModelStream {
    private final ModelStream stream;
    private final OverlapTrimmer trimmer;
    /** What came before the first words were given, and these. */
    private final StringBuilder answerStart = new StringBuilder();
    /** How long the first words were; zero: none was given. */
    private int given;

    private final Deque<ModelEvent> ready = new ArrayDeque<>();

    ContinuationStream(ModelStream stream, String said) {
        this.stream = stream;
        this.trimmer = new OverlapTrimmer(said);
    }

    @Override
    public ModelEvent next() throws InterruptedException {
        while (ready.isEmpty()) {
            take(stream.next());
        }
        return ready.poll();
    }

    private void take(ModelEvent event) {
        switch (event) {
            case ModelEvent.Text(var text) -> {
                if (given == 0) {
                    answerStart.append(text);
                }
                say(trimmer.add(text));
            }
            case ModelEvent.Finished finished -> {
                say(trimmer.end());
                ready.add(finished);
            }
            case ModelEvent.Reasoning reasoning -> ready.add(reasoning);
            case ModelEvent.ToolCallPiece piece -> {
                say(trimmer.end());
                ready.add(piece);
            }
            case ModelEvent.Logprobs logprobs -> {} // of words that may be cut away here
            case ModelEvent.Counted counted -> ready.add(counted);
            case ModelEvent.End end -> ready.add(end);
        }
    }

    /** The seam takes away from the beginning only: what it gives is the end of what came. */
    @Override
    public String takenAway() {
        return answerStart.substring(0, answerStart.length() - given);
    }

    private void say(String text) {
        if (given == 0) {
            given = text.length();
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
