package io.baton.answer;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The {@code id:} of a frame on the wire: {@code <answerId>:<epoch>.<n>}. */
public record FrameId(UUID answerId, int epoch, int n) {
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})\\.([0-9]{1,9})");

    /** Empty if the text is not such an id. */
    public static Optional<FrameId> parse(String text) {
        var match = FORM.matcher(text.strip());
        return match.matches()
                ? Optional.of(new FrameId(
                        UUID.fromString(match.group(1)),
                        Integer.parseInt(match.group(2)),
                        Integer.parseInt(match.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return answerId + ":" + epoch + "." + n;
    }
}
