package io.baton.outside;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test with each way to fail before the first word: the directive, and the outcome that is booked. For every provider. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@CsvSource({
    "fault=status:500, status",
    "fault=status:503, status",
    "fault=status:429 retry-after=0, status",
    "fault=status:401, status",
    "fault=status:403, status",
    "fault=status:404, status",
    "fault=status:400, refused",
    "fault=reset, cut",
    "fault=reset cut=true, cut",
    "fault=reset at=headers, cut",
    "fault=close, cut",
    "fault=close cut=true, cut",
    "fault=close at=headers, cut",
    "fault=end, cut",
    "fault=end cut=true, cut",
    "fault=garbage, malformed",
    "fault=error, in_band_error",
    "fault=endless-line, malformed",
    "fault=empty, empty"
})
@interface EachFaultBeforeTheFirstWord {}
