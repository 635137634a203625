package io.baton.budget;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Prompt;
import io.baton.platform.LocalizedMessage;
import io.baton.platform.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a user may still spend, at one moment. It is only advice: the hold checks again.
 *
 * @param accounts the accounts with a limit, in the order in which they are locked; empty: no limit applies
 */
public record Allowance(List<Line> accounts, Instant at) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

    public Allowance {
        accounts = accounts.stream().sorted(Comparator.comparing(Line::key)).toList();
    }

    /**
     * An account.
     *
     * @param used        spent and held
     * @param cheaperFrom as in {@link Budget}
     */
    record Line(BudgetKey key, Money limit, Money used, boolean shadow, Integer cheaperFrom) {
        boolean hasRoomFor(Money amount) {
            return shadow || used.plus(amount).compareTo(limit) <= 0;
        }

        /** Whether so much is used that a cheaper model should answer. */
        boolean isLow() {
            return cheaperFrom != null && used.reaches(cheaperFrom, limit);
        }
    }

    /**
     * The model that should answer. This is the asked model, unless little is left and the budget has {@code cheaperFrom}: then it
     * is the most expensive of the cheaper models for which there is room, or else the cheapest one.
     *
     * @param alternatives the models that may be asked instead
     * @throws Problem 402 if there is no room for it
     */
    public Model affordable(Model asked, List<Model> alternatives, Prompt prompt) {
        var most = prompt.maxCost(asked);
        var chosen = accounts.stream().anyMatch(line -> prefersCheaper(line, most))
                ? cheaper(asked, alternatives, prompt)
                : asked;
        requireRoomFor(prompt.maxCost(chosen));
        return chosen;
    }

    /** The line of an account; empty: no limit applies to it. */
    Optional<Line> line(BudgetKey key) {
        return accounts.stream().filter(line -> line.key().equals(key)).findFirst();
    }

    private static boolean prefersCheaper(Line line, Money most) {
        return line.isLow() || line.cheaperFrom() != null && !line.hasRoomFor(most);
    }

    private Model cheaper(Model asked, List<Model> alternatives, Prompt prompt) {
        var most = prompt.maxCost(asked);
        var cheaper = alternatives.stream()
                .filter(prompt::suits)
                .filter(prompt::fits)
                .filter(model -> prompt.maxCost(model).compareTo(most) < 0)
                .sorted(Comparator.comparing(model -> prompt.maxCost(model)))
                .toList();
        Optional<Model> mostExpensive = cheaper.reversed().stream()
                .filter(model -> hasRoomFor(prompt.maxCost(model)))
                .findFirst();
        return mostExpensive.orElse(cheaper.isEmpty() ? asked : cheaper.getFirst());
    }

    private boolean hasRoomFor(Money amount) {
        return accounts.stream().allMatch(line -> line.hasRoomFor(amount));
    }

    private void requireRoomFor(Money amount) {
        accounts.stream()
                .filter(line -> !line.hasRoomFor(amount))
                .max(Comparator.comparing(line -> line.key().endsAfter(at)))
                .ifPresent(full -> {
                    throw usedUp(full.key(), at);
                });
    }

    /** The refusal, with the moment at which the next period begins. */
    static Problem usedUp(BudgetKey account, Instant now) {
        var resets = account.endsAfter(now);
        var period = switch (account.kind()) {
            case DAY -> "thing.day";
            case MONTH -> "thing.month";
        };
        return Problem.untilReset(
                Problem.Kind.BUDGET_EXCEEDED,
                resets,
                Duration.between(now, resets),
                whose(account.owner()),
                new LocalizedMessage.Named(period),
                MOMENT.format(resets.atZone(account.zone())));
    }

    private static String whose(String owner) {
        if (owner.startsWith("group:")) {
            return "problem.budget-of-group";
        }
        if (owner.startsWith("key:")) {
            return "problem.budget-of-key";
        }
        return owner.equals(BudgetKey.SITE) ? "problem.budget-of-site" : "problem.budget-of-user";
    }
}
