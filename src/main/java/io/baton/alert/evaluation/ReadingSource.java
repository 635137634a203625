package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reads the values of some rules. */
interface ReadingSource {
    /** The rules that it reads, whether there is a reading or not. */
    Set<AlertRule> rules();

    /** The readings of one moment. Throws anything if they can't be read. */
    List<Reading> read(Instant now);
}
