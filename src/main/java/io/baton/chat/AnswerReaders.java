package io.baton.chat;

import io.baton.answer.AnswerEntity;
import io.baton.answer.AnswerReplay;
import io.baton.answer.AnswerStore;
import io.baton.answer.ChatConfig;
import io.baton.answer.FrameId;
import io.baton.answerlog.FrameSource;
import io.baton.chat.LogFollower.Following;
import io.baton.cluster.Drain;
import io.baton.limits.ReaderLimit;
import io.baton.platform.VirtualThreads;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The readers of answers on this node: each follows one answer on its own virtual thread. */
@ApplicationScoped
class AnswerReaders {
    @Inject
    AnswerStore answers;

    @Inject
    FrameSource frames;

    @Inject
    ReaderLimit limit;

    @Inject
    Drain drain;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    /** The caller's own answer in a conversation; otherwise a problem with 404 or 403. */
    AnswerEntity own(Caller caller, UUID answerId) {
        return answers.own(caller, answerId);
    }

    /** Whether that frame is the answer's terminal frame. */
    boolean isLast(AnswerEntity row, FrameId seen) {
        if (!row.state.hasEnded()) {
            return false;
        }
        return row.terminalN != null && seen.epoch() == row.epoch && seen.n() == row.terminalN
                || seen.epoch() == AnswerReplay.epochOf(row)
                        && seen.n() == frames.replay(row).size();
    }

    /**
     * Starts a reader.
     *
     * @param wanted finds or starts the answer; called once there is room for one more reader; it may refuse
     */
    void follow(Caller caller, Supplier<Following> wanted, SseEventSink sink, Sse sse) {
        var seat = limit.admit(caller.userId());
        try {
            var following = wanted.get();
            virtual.execute(new LogFollower(sink, sse, following, frames, config, drain.departure(), toldTheEnd -> {
                seat.close();
                if (!toldTheEnd) {
                    answers.readerLeft(following.answerId());
                }
            }));
        } catch (RuntimeException refused) {
            seat.close();
            throw refused;
        }
    }
}
