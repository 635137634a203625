package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.model.AllowedModels;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import io.baton.platform.Problem;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FailoverOrderInsideIT extends InsideTest {
    private static final Prompt PROMPT = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), 10, null);

    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Test
    void whoeverHasNoKeyIsNeverAsked() {
        var order = with(Set.of("gemma-3", "gpt-4"));
        assertEquals("gemma-3", order.first(model("qwen2.5"), PROMPT).model().id());
        assertEquals(
                "gpt-4",
                order.after(model("gemma-3"), PROMPT).orElseThrow().model().id());
        assertEquals(
                "gemma-3",
                order.after(model("gpt-4"), PROMPT).orElseThrow().model().id());
    }

    @Test
    void withNoKeyAtAllNoModelIsAvailable() {
        var refused = assertThrows(Problem.class, () -> with(Set.of()).requireAvailable(model("qwen2.5"), PROMPT));
        assertEquals(Problem.Kind.NO_MODEL_OPEN, refused.kind());
    }

    @Test
    void aModelThatTheAskerMayNotAskIsNoStandIn() {
        var order = with(Set.of("qwen2.5", "gemma-3", "gpt-4"));
        var prompt = PROMPT.onlyFor(AllowedModels.of(List.of("qwen2.5", "gpt-4")));
        assertEquals(
                "gpt-4",
                order.after(model("qwen2.5"), prompt).orElseThrow().model().id());
        assertEquals(
                "qwen2.5",
                order.after(model("gpt-4"), prompt).orElseThrow().model().id());
        assertEquals(
                "gpt-4",
                order.startingWith(model("gemma-3"), prompt.continuing("Because"))
                        .orElseThrow()
                        .model()
                        .id());
    }

    private FailoverOrder with(Set<String> configured) {
        return new FailoverOrder(catalog, model -> configured.contains(model.id()), health);
    }

    private Model model(String id) {
        return catalog.find(id).orElseThrow();
    }
}
