package io.baton.scripted;

import io.baton.scripted.SeenRequest.Outcome;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sends an answer token by token. */
final class StreamedAnswer {
    private final Answer answer;
    private final Chunks chunks;
    private final Wire wire;
    private final Visit visit;

    StreamedAnswer(Answer answer, Chunks chunks, Wire wire, Visit visit) {
        this.answer = answer;
        this.chunks = chunks;
        this.wire = wire;
        this.visit = visit;
    }

    void send() throws IOException {
        wire.begin(200, "text/event-stream; charset=utf-8", "");
        answer.script()
                .fault()
                .ifPresent(fault -> wire.limit(answer.script().number(Setting.AT_BYTE, Integer.MAX_VALUE)));
        try {
            speak();
        } catch (Wire.LimitReached reached) {
            breakOff();
        }
    }

    private void speak() throws IOException {
        chunks.role(wire);
        Pace pace = answer.pace();
        int size = answer.script().number(Setting.CHUNK, 1);
        int end = answer.faultAt() == Answer.NEVER ? answer.count() : answer.faultAt();
        for (int from = 0; from < end; ) {
            int to = Math.min(
                    from + size,
                    answer.isReasoning(from) ? Math.min(end, answer.reasoning().count()) : end);
            wire.pauseUntil(pace.due(to - 1));
            produce(from, to);
            from = to;
        }
        wire.pauseUntil(pace.due(end));
        finish(end);
    }

    private void produce(int from, int to) throws IOException {
        chunks.tokens(wire, from, to);
        int reasoning = Math.min(to, answer.reasoning().count());
        visit.produced(
                reasoning,
                to - reasoning,
                IntStream.range(from, to).mapToObj(answer::token).collect(Collectors.joining()));
    }

    private void finish(int at) throws IOException {
        if (answer.faultAt() == Answer.NEVER) {
            chunks.last(wire);
            visit.end(
                    answer.script().fault().filter(Fault.Kind.EMPTY::equals).isPresent()
                            ? Outcome.FAULTED
                            : Outcome.COMPLETED);
            wire.end();
            return;
        }
        if (answer.script().is(Setting.CUT)) {
            wire.half(chunks.token(at), answer.script().fault().orElseThrow() != Fault.Kind.END);
        }
        breakOff();
    }

    private void breakOff() throws IOException {
        new Break(wire, visit).with(answer.script().fault().orElseThrow(), chunks.error(), chunks.garbage());
    }
}
