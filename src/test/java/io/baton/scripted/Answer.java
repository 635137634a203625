package io.baton.scripted;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is said to a question, before anything of it is sent. Positions count reasoning, then text tokens.
 *
 * @param model        as the question named it
 * @param pace         begins with the answer
 * @param promptTokens what the question costs
 * @param finish       the finish reason; null: none is given
 * @param fragments    the text tokens are these pieces of tool calls; empty: they are text
 * @param logprobs     whether each text token comes with its probability
 * @param faultAt      the position before which the fault strikes; {@link #NEVER} if there is none
 */
record Answer(
        String model,
        Script script,
        Pace pace,
        int promptTokens,
        Tokens reasoning,
        Tokens text,
        List<Fragment> fragments,
        boolean logprobs,
        String finish,
        int faultAt) {
    static final int NEVER = -1;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    static Answer to(Question question, Script script, String vendor, RandomGenerator random) {
        int limit =
                question.maxTokens() == null || script.is(Setting.UNBOUNDED) ? Integer.MAX_VALUE : question.maxTokens();
        boolean empty = script.fault().filter(Fault.Kind.EMPTY::equals).isPresent();
        Pace pace = Pace.of(script);
        Tokens reasoning = Tokens.reasoning(empty ? 0 : script.number(Setting.REASONING, 0))
                .first(limit);
        List<Fragment> fragments = Fragment.of(question, script);
        Tokens wanted = fragments.isEmpty()
                ? text(question, script, vendor, pace)
                : Tokens.of(fragments.stream().map(Fragment::arguments).toList());
        Tokens text = wanted.first(empty ? 0 : limit - reasoning.count());
        String whole = fragments.isEmpty() ? "stop" : "tool_calls";
        String finish = script.text(Setting.FINISH, !empty && text.count() < wanted.count() ? "length" : whole);
        return new Answer(
                question.model(),
                script,
                pace,
                question.promptTokens(),
                reasoning,
                text,
                fragments,
                question.logprobsAsked(),
                finish.equals("none") ? null : finish,
                faultAt(script, reasoning.count(), text.count(), random));
    }

    int count() {
        return reasoning.count() + text.count();
    }

    boolean isReasoning(int position) {
        return position < reasoning.count();
    }

    String token(int position) {
        return isReasoning(position) ? reasoning.at(position) : text.at(position - reasoning.count());
    }

    /** The piece of a tool call at a position; null: there is text. */
    Fragment fragment(int position) {
        return fragments.isEmpty() || isReasoning(position) ? null : fragments.get(position - reasoning.count());
    }

    private static Tokens text(Question question, Script script, String vendor, Pace pace) {
        Tokens tokens = script.has(Setting.TOKENS) ? numbered(question, script, pace) : spoken(question, vendor);
        return script.is(Setting.PREAMBLE) ? tokens.after("Sure, here is the continuation:\n\n") : tokens;
    }

    private static Tokens spoken(Question question, String vendor) {
        if (question.lastRole().equals("tool")) {
            return Tokens.of(Fragment.pieces("The tool says: " + question.lastContent()));
        }
        return question.structured()
                .map(json -> Tokens.of(Fragment.pieces(json)))
                .orElseGet(() -> DefaultAnswer.to(question.asked(), vendor, question.begun()));
    }

    private static Tokens numbered(Question question, Script script, Pace pace) {
        int next = 1 + lastNumber(question.begun());
        int from = script.number(Setting.FROM, Math.max(1, next - script.number(Setting.REPEAT, 0)));
        int last = script.number(Setting.TOKENS, 0);
        int count = Math.max(0, last - from + 1);
        String look = script.text(Setting.TEXT, "plain");
        return look.equals("timed") ? Tokens.timed(pace, from, count) : Tokens.numbered(look, from, count);
    }

    private static int lastNumber(String begun) {
        return NUMBER.matcher(begun)
                .results()
                .map(MatchResult::group)
                .reduce((earlier, later) -> later)
                .map(Integer::valueOf)
                .orElse(0);
    }

    private static int faultAt(Script script, int reasoning, int text, RandomGenerator random) {
        boolean breaksOff = script.fault()
                .filter(fault -> fault != Fault.Kind.EMPTY && !fault.isOnlySlow())
                .isPresent();
        if (!breaksOff || script.has(Setting.AT_BYTE)) {
            return NEVER;
        }
        String at = script.text(Setting.AT, "0");
        return switch (at) {
            case "headers", "0" -> 0;
            case "reasoning" -> reasoning;
            case "random" -> random.nextInt(reasoning + text + 1);
            default -> reasoning + Math.min(Integer.parseInt(at), text);
        };
    }
}
