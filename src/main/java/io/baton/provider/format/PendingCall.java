package io.baton.provider.format;

import io.baton.model.ModelEvent.ToolCallPiece;
import java.util.Optional;
import java.util.UUID;

/** A tool call whose pieces are arriving. */
final class PendingCall {
    private static final int MAX_HELD = 1 << 20;

    final int index;
    private final Integer givenIndex;
    private final JsonProgress progress = new JsonProgress();
    private final SurrogateJoiner joiner = new SurrogateJoiner();
    private final StringBuilder held = new StringBuilder();
    private String givenId;
    private String name = "";
    private String extra = "";
    private boolean announced;
    private boolean ended;

    /**
     * @param index      the index for callers
     * @param givenIndex the provider's; null if it gives none
     * @param givenId    the provider's; empty if it gives none
     */
    PendingCall(int index, Integer givenIndex, String givenId) {
        this.index = index;
        this.givenIndex = givenIndex;
        this.givenId = givenId;
    }

    boolean hasIndex(Integer given) {
        return given.equals(givenIndex);
    }

    /** Whether the provider gave both calls an index, and not the same. */
    boolean hasOtherIndex(Integer given) {
        return given != null && givenIndex != null && !given.equals(givenIndex);
    }

    boolean hasId(String given) {
        return !given.isEmpty() && given.equals(givenId);
    }

    /** Whether a piece without a known id, but with this name, begins another call. */
    boolean isEndedBy(String nextName) {
        return !nextName.isEmpty() && !name.isEmpty() && (progress.isComplete() || !nextName.equals(name));
    }

    /** Whether a piece with a new id belongs to this call, whose first pieces had none. */
    boolean acceptsId(String nextName) {
        return givenId.isEmpty() && !isEndedBy(nextName);
    }

    /**
     * The piece for callers; empty if there is none yet, because the name is missing.
     *
     * @param id   empty if unknown; ignored after the first piece, as is the name
     * @param more a JSON object; empty if there are no further members
     */
    Optional<ToolCallPiece> add(String id, String moreName, String arguments, String more) {
        givenId = givenId.isEmpty() ? id : givenId;
        name = name.isEmpty() ? moreName : name;
        progress.add(arguments);
        var piece = joiner.add(arguments);
        if (announced) {
            return piece.isEmpty() && more.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ToolCallPiece(index, "", "", piece, more));
        }
        held.append(piece);
        extra = more.isEmpty() ? extra : more;
        if (held.length() > MAX_HELD) {
            return Members.malformed("a tool call without a name");
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        announced = true;
        return Optional.of(new ToolCallPiece(index, idForCallers(), name, held.toString(), extra));
    }

    private String idForCallers() {
        return givenId.isEmpty() ? "call_" + UUID.randomUUID().toString().replace("-", "") : givenId;
    }

    /** The last piece; empty if there is none. A call without arguments gets an empty object. */
    Optional<ToolCallPiece> end() {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        if (!announced) {
            return progress.hasBegun() ? Members.malformed("a tool call without a name") : Optional.empty();
        }
        var rest = progress.hasBegun() ? joiner.rest() : "{}";
        return rest.isEmpty() ? Optional.empty() : Optional.of(new ToolCallPiece(index, "", "", rest, ""));
    }
}
