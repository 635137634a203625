package io.baton.bench;

import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What must be true of the books once all answers have ended, whatever has happened meanwhile. */
record Invariants(TestServer server) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern MARKER = Pattern.compile("Drill [0-9a-f-]{36}");
    private static final String UNFINISHED = """
            select (select count(*) from answer where state in ('running', 'stopping')) + (select count(*) from hold)
              + (select count(*) from attempt where outcome is null)
            """;
    private static final String ANSWERS = """
            select a.id::text, a.state, coalesce(r.content, ''), q.content,
              (select count(*) from attempt t where t.answer_id = a.id and t.source <> 'void'),
              (select count(*) from attempt t where t.answer_id = a.id and t.source <> 'void' and t.outcome <> 'lost'),
              (select count(*) from attempt t where t.answer_id = a.id and t.ended_answer)
            from answer a join message q on q.id = a.question_id left join message r on r.id = a.message_id
            """;

    /** An answer as it is stored. */
    record Stored(String id, String state, String text, String question, int rows, int rowsNotLost, int ended) {}

    /** A count of what is wrong, by what it is; empty: nothing. */
    Map<String, Integer> broken(String text) throws SQLException {
        var broken = new HashMap<String, Integer>();
        var unfinished = awaitUnfinished();
        if (unfinished > 0) {
            broken.put("answers, holds or attempts left open", unfinished);
        }
        var bills = bills();
        var questions = new HashMap<String, Integer>();
        for (var answer : stored()) {
            var marker = marker(answer.question());
            questions.merge(marker, 1, Integer::sum);
            var billed = bills.getOrDefault(marker, 0);
            count(
                    broken,
                    "answers without their whole text",
                    !answer.text().equals(text) && answer.state().equals("done"));
            count(broken, "billed requests without a row", answer.rows() < billed);
            count(broken, "rows, not lost, that nobody billed", answer.rowsNotLost() > billed);
            count(broken, "answers not counted exactly once", answer.ended() != 1);
        }
        questions.values().forEach(answers -> count(broken, "questions answered twice", answers > 1));
        bills.keySet().forEach(marker -> count(broken, "bills without an answer", !questions.containsKey(marker)));
        return broken;
    }

    private static void count(Map<String, Integer> broken, String what, boolean is) {
        if (is) {
            broken.merge(what, 1, Integer::sum);
        }
    }

    private int awaitUnfinished() {
        return Await.seenWithin(PATIENCE, () -> number(UNFINISHED), left -> left == 0);
    }

    private Map<String, Integer> bills() {
        var bills = new HashMap<String, Integer>();
        server.scripted().requests().stream()
                .filter(seen -> seen.promptTokens() > 0)
                .map(SeenRequest::lastUserMessage)
                .filter(question -> MARKER.matcher(question).find())
                .forEach(question -> bills.merge(marker(question), 1, Integer::sum));
        return bills;
    }

    private static String marker(String question) {
        var found = MARKER.matcher(question);
        return found.find() ? found.group() : question;
    }

    /** Rows per case begin at zero: what was there before is cleared away. */
    void clear() {
        server.scripted().clearRequests();
        number("with gone as (delete from conversation returning 1) select count(*) from gone");
        number("with gone as (delete from answer returning 1) select count(*) from gone");
    }

    private List<Stored> stored() throws SQLException {
        var stored = new ArrayList<Stored>();
        try (var connection = Database.connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(ANSWERS)) {
            while (rows.next()) {
                stored.add(new Stored(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getInt(5),
                        rows.getInt(6),
                        rows.getInt(7)));
            }
        }
        return stored;
    }

    private int number(String query) {
        try (var connection = Database.connect(server);
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(query, broken);
        }
    }
}
