package io.baton.provider.wire;

import io.baton.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** For models that were trained without a system role. */
public final class SystemRole {
    private SystemRole() {}

    /** Prepends the system turn to the first user turn. Later system turns become user turns. */
    public static List<Turn> without(List<Turn> given) {
        var turns = new ArrayList<>(given);
        turns.subList(1, turns.size())
                .replaceAll(turn -> turn.role() == Turn.Role.SYSTEM ? new Turn(Turn.Role.USER, turn.content()) : turn);
        if (turns.getFirst().role() != Turn.Role.SYSTEM) {
            return turns;
        }
        var system = turns.removeFirst().content();
        var first = turns.stream().map(Turn::role).toList().indexOf(Turn.Role.USER);
        if (first < 0) {
            turns.addFirst(new Turn(Turn.Role.USER, system));
        } else {
            turns.set(
                    first,
                    new Turn(Turn.Role.USER, system + "\n\n" + turns.get(first).content()));
        }
        return turns;
    }
}
