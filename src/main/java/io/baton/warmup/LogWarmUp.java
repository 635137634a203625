package io.baton.warmup;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answerlog.FrameSource;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.LogReplicator;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.catalog.Catalog;
import io.baton.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Writes the log of an answer that does not exist, reads it to its end, and drops it. */
@ApplicationScoped
class LogWarmUp {
    private static final int LOOKS = 5;

    @Inject
    LogReplicator replicator;

    @Inject
    FrameSource frames;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    Catalog catalog;

    void round() throws InterruptedException {
        var id = Ids.next();
        try {
            var writer = replicator.open(id, 1, List.of());
            writer.onFenced(() -> {});
            writer.write(new Event.Start(catalog.defaultModel().id(), id, null));
            writer.write(new Event.Chunk("Nobody.", 1));
            writer.write(new Event.Failed(ErrorCode.UNKNOWN_ERROR));
            var read = frames.after(id, 0, 0);
            for (var i = 0;
                    i < LOOKS && !(!read.isEmpty() && read.getLast().event().isTerminal());
                    i++) {
                read = frames.after(id, read.isEmpty() ? 0 : read.getLast().n(), 1);
            }
        } finally {
            logs.forget(id);
            shared.forget(id);
        }
    }
}
