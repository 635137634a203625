package io.baton.platform;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered ids: UUIDs of version 7 (RFC 9562). */
public final class Ids {
    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private Ids() {}

    public static UUID next() {
        return GENERATOR.generate();
    }

    /** The creation time of a version 7 id, to the millisecond. */
    public static Instant madeAt(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The lowest id that can be made at or after a moment: ids are a range of time, which the primary key of the ledger finds. */
    public static UUID firstAt(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000, 0x8000000000000000L);
    }

    /** @throws Problem naming {@code field} if {@code text} is not a UUID in its canonical form */
    public static UUID parse(String field, String text) {
        try {
            var id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            // reported below, like the short forms that fromString accepts
        }
        throw Problem.badField(field, "problem.uuid", field);
    }
}
