package io.baton.alert.delivery;

import io.baton.alert.delivery.Channel.Kind;
import io.baton.alert.delivery.Channel.Level;
import io.baton.http.JsonBody;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** Reads a channel from a request: {@code kind}, {@code url} or {@code to}, {@code secret}, {@code language}, {@code least}, {@code enabled}. */
@ApplicationScoped
class ChannelBody {
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 200;

    @Inject
    WebhookAddress addresses;

    @Inject
    Mail mail;

    /**
     * @param before the channel of that name; null: there is none
     * @throws Problem naming the member that is wrong
     */
    Channel channel(String name, JsonBody body, Channel before) {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw Problem.badField("name", "problem.name", "name");
        }
        var kind = choice(body, "kind", Kind.values(), before == null ? null : before.kind())
                .orElseThrow(() -> Problem.badField("kind", "problem.needed", "kind"));
        var same = before != null && before.kind() == kind ? before : null;
        return new Channel(
                name,
                kind,
                kind == Kind.WEBHOOK ? url(body, same) : to(body, same),
                kind == Kind.WEBHOOK ? secret(body, same) : null,
                language(body),
                choice(body, "least", Level.values(), Level.OPEN).orElseThrow(),
                body.flag("enabled").orElse(true));
    }

    private String url(JsonBody body, Channel same) {
        return given(body, "url", same)
                .map(url -> addresses.checked("url", url).toString())
                .orElseThrow(() -> Problem.badField("url", "problem.needed", "url"));
    }

    private String to(JsonBody body, Channel same) {
        return given(body, "to", same)
                .map(to -> mail.checked("to", to))
                .orElseThrow(() -> Problem.badField("to", "problem.needed", "to"));
    }

    private static Optional<String> given(JsonBody body, String member, Channel same) {
        return body.text(member).or(() -> Optional.ofNullable(same).map(Channel::target));
    }

    private static String secret(JsonBody body, Channel same) {
        var given = body.text("secret");
        if (given.isPresent()
                && (given.get().length() < SHORTEST_SECRET || given.get().length() > LONGEST_SECRET)) {
            throw Problem.badField("secret", "problem.secret", SHORTEST_SECRET, LONGEST_SECRET);
        }
        return given.orElse(same == null ? null : same.secret());
    }

    private static Language language(JsonBody body) {
        var codes = Arrays.stream(Language.values()).map(Language::code).toList();
        var code = body.text("language").orElse(Language.ENGLISH.code());
        return Arrays.stream(Language.values())
                .filter(language -> language.code().equals(code))
                .findFirst()
                .orElseThrow(() -> oneOf("language", codes));
    }

    private static <E extends Enum<E>> Optional<E> choice(JsonBody body, String member, E[] all, E otherwise) {
        Function<E, String> code = each -> each.name().toLowerCase(Locale.ROOT);
        var given = body.text(member);
        if (given.isEmpty()) {
            return Optional.ofNullable(otherwise);
        }
        return Optional.of(Arrays.stream(all)
                .filter(each -> code.apply(each).equals(given.get()))
                .findFirst()
                .orElseThrow(() -> oneOf(member, Arrays.stream(all).map(code).toList())));
    }

    private static Problem oneOf(String member, List<String> choices) {
        return Problem.badField(member, "problem.one-of", member, String.join(", ", choices));
    }

    /** Addresses as they are, but only the beginning of a URL, whose rest may be a secret. */
    static String shown(Channel channel) {
        if (channel.kind() == Kind.MAIL) {
            return channel.target();
        }
        var parsed = HttpUrl.get(channel.target());
        return parsed.newBuilder().encodedPath("/").query(null).build() + "…";
    }
}
