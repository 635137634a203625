package io.baton.outside;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test with each way to break off in mid-answer: the directive, and the outcome that is booked. For every provider. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@CsvSource({
    "fault=reset, cut",
    "fault=reset cut=true, cut",
    "fault=close, cut",
    "fault=end, cut",
    "fault=garbage, malformed",
    "fault=endless-line, malformed",
    "fault=error, in_band_error"
})
@interface EachFaultInMidAnswer {}
