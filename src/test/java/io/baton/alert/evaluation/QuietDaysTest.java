package io.baton.alert.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link AlertAccuracy} prints more. */
class QuietDaysTest {
    @Test
    void aQuietFortnightIsQuiet() {
        assertEquals(List.of(), AlertAccuracy.quietWithFixedLimits(7, 14));
    }

    @Test
    void usersWhoDoWhatTheyAlwaysDoAreNoNews() {
        assertEquals(0, AlertAccuracy.Users.quiet(7, 14));
    }

    @Test
    void twentyTimesTheUsualHourIsFound() {
        assertEquals(20, AlertAccuracy.Users.found(7, 20, 20));
    }
}
