package io.baton.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.answer.AnswerStart;
import io.baton.answer.AnswerStart.Started;
import io.baton.answer.AnswerStore;
import io.baton.answer.GenerationOptions;
import io.baton.answer.NewQuestion;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.security.Caller;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrphanedAnswersInsideIT extends InsideTest {
    @Inject
    AnswerStart answerStart;

    @Inject
    AnswerStore answers;

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Test
    void anAnswerGoesOnWithTheModelsThatItsAskerCouldAsk() throws SQLException {
        var caller = new Caller(UUID.randomUUID().toString().replace("-", ""), "somebody", Set.of(Caller.USER));
        var question = new NewQuestion(null, "Why?", new GenerationOptions("qwen2.5", null, null), null);
        var id = ((Started.New) answerStart.ask(caller, question)).job().answerId();
        Sql.run("update answer set allowed_models = array['qwen2.5', 'gpt-4'], group_id = 12 where id = ?", id);
        try {
            var row = answers.find(id).orElseThrow();
            var job = orphanedAnswers.jobOf(row);
            assertEquals(Set.of("qwen2.5", "gpt-4"), job.prompt().models().ids());
            assertEquals(12, job.group());
        } finally {
            Sql.run("update answer set state = 'stopped' where id = ?", id);
            Sql.run("delete from hold where answer_id = ?", id);
        }
    }
}
