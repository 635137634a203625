package io.baton.platform;

import java.time.Instant;
import java.util.Optional;

/**
 * The content of an error response in the caller's language, before it is written as a problem or as OpenAI's error
 * object.
 *
 * @param code       fixed, in upper case
 * @param field      the offending member, parameter or header
 * @param retryAfter seconds
 * @param allow      the methods that the path supports
 */
public record ProblemDetail(
        int status,
        String code,
        String title,
        String detail,
        Optional<String> field,
        Optional<Long> retryAfter,
        Optional<Instant> resetsAt,
        Optional<String> allow) {
    public static ProblemDetail of(Problem problem, Language language) {
        var kind = problem.kind();
        return new ProblemDetail(
                kind.status(),
                kind.name(),
                kind.title(language),
                problem.detail(language),
                problem.field(),
                problem.retryAfter()
                        .map(wait -> Math.max(1, wait.plusMillis(999).toSeconds())),
                problem.resetsAt(),
                Optional.empty());
    }

    public static ProblemDetail plain(int status, String code, String title, String detail, Optional<String> allow) {
        return new ProblemDetail(
                status, code, title, detail, Optional.empty(), Optional.empty(), Optional.empty(), allow);
    }
}
