package io.baton.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentEncodingTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"/plain", "/%41", "message=%E6%8E%A5%20x", "%f0%9f%98%80", "a=%00"})
    void whatIsEncodedAsItShouldBePasses(String encoded) {
        assertTrue(PercentEncoding.isValid(encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "100%", "%4", "%zz", "%+1", "%-1", "%ff", "%c3", "%c3x%a9", "%ed%a0%80", "x%e6%8ey"})
    void whatIsNotDoesNot(String encoded) {
        assertFalse(PercentEncoding.isValid(encoded));
    }
}
