package io.baton.routing;

import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** The stream of a model that goes on with what was said, joined to it at the seam. */
final class Continued implements ModelStream {
    private final ModelStream stream;
    private final Seam seam;
    private final Deque<ModelEvent> ready = new ArrayDeque<>();

    Continued(ModelStream stream, String said) {
        this.stream = stream;
        this.seam = new Seam(said);
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
            case ModelEvent.Text(var text) -> say(seam.add(text));
            case ModelEvent.Finished finished -> {
                say(seam.end());
                ready.add(finished);
            }
            case ModelEvent.Reasoning reasoning -> ready.add(reasoning);
            case ModelEvent.ToolCallPiece piece -> {
                say(seam.end());
                ready.add(piece);
            }
            case ModelEvent.Logprobs logprobs -> {} // of words that may be cut away here
            case ModelEvent.Counted counted -> ready.add(counted);
            case ModelEvent.End end -> ready.add(end);
        }
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            ready.add(new ModelEvent.Text(text));
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
