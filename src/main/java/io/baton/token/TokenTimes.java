package io.baton.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.NumericDateValidator;

/**
 * When a token is valid.
 *
 * @param skew how much the issuer's clock may differ from ours
 * @param age  how long ago it may have been issued; then it must say when that was
 */
record TokenTimes(Duration skew, Optional<Duration> age) {
    static final TokenTimes USUAL = new TokenTimes(Duration.ofSeconds(30), Optional.empty());

    NumericDateValidator at(Instant now) {
        var validator = new NumericDateValidator();
        validator.setRequireExp(true);
        validator.setAllowedClockSkewSeconds((int) skew.toSeconds());
        validator.setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()));
        if (age.isPresent()) {
            validator.setRequireIat(true);
            validator.setIatAllowedSecondsInThePast((int) age.get().toSeconds());
        }
        return validator;
    }
}
