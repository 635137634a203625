package io.baton.outside;

import io.baton.testing.Database;

/** What somebody spends according to the roll-up, so that there is an alert. */
final class Spending {
    static final String RULE = "user-cost-anomaly";

    private Spending() {}

    /** Eighteen times as much today as on the days before. */
    static void tooMuch(String userId) {
        for (var day = 0; day <= 8; day++) {
            Database.run("""
                    insert into usage_quarter_hour (bucket, user_id, model, answers, attempts, errors, input_tokens,
                      output_tokens, cost, unpriced, response_time_ms)
                    values (date_bin('15 minutes', now() - make_interval(days => ?), timestamptz '2000-01-01 00:00:00Z'), ?,
                      'qwen2.5', 1, 1, 0, 1, 1, ?::numeric, 0, 1)
                    """, day, userId, day == 0 ? "1.80" : "0.10");
        }
    }

    static void undo(String userId) {
        Database.run("delete from usage_quarter_hour where user_id = ?", userId);
    }
}
