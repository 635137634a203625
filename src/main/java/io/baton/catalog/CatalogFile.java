package io.baton.catalog;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Price;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Reads and validates a file of models and servers. {@link Members} reports invalid entries. */
final class CatalogFile {
    private static final String SHIPPED = "catalog.json";
    private static final String SERVER = "[a-z][a-z0-9-]{0,31}";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Reserved server names: their {@code limits.<name>.requests-per-minute} would have the same environment variable
     * as another limit.
     */
    private static final Set<String> RESERVED = Set.of("provider", "model", "user");

    private final Config config;

    /**
     * @param config may override a model's upstream id and continuation, as {@code models.<id>.upstream-id} and {@code
     *               models.<id>.continuation}
     */
    private CatalogFile(Config config) {
        this.config = config;
    }

    /**
     * The content of a file.
     *
     * @param entries in failover order
     * @param servers the servers that the file defines
     */
    record Content(List<Entry> entries, List<Server> servers) {}

    /**
     * A model and its role.
     *
     * @param standsIn    whether it stands in for others; otherwise it is only asked by name
     * @param onlyWithKey whether it exists only if its provider has a key
     */
    record Entry(Model model, boolean standsIn, boolean onlyWithKey) {}

    /** Reads the shipped file. */
    static Content shipped(Config config) {
        try (var in = CatalogFile.class.getResourceAsStream("/" + SHIPPED);
                var reader = Json.createReader(in)) {
            return read(SHIPPED, reader.readObject(), config);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Reads a configured file. */
    static Content read(Path path, Config config) {
        try (var in = Files.newBufferedReader(path);
                var reader = Json.createReader(in)) {
            return read(path.toString(), reader.readObject(), config);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(path + " can't be read", unreadable);
        } catch (JsonException broken) {
            throw new IllegalArgumentException(path + " is not a JSON object: " + broken.getMessage(), broken);
        }
    }

    static Content read(String file, JsonObject json, Config config) {
        return new CatalogFile(config).content(new Members(file, json));
    }

    private Content content(Members file) {
        var version = file.text("priceVersion");
        var entries = file.objects("models").stream()
                .map(entry -> entry(entry.named(entry.text("id")), version))
                .toList();
        file.require(!entries.isEmpty(), "models is empty");
        var servers = file.has("servers")
                ? file.objects("servers").stream()
                        .map(entry -> server(entry.named(entry.text("name"))))
                        .toList()
                : List.<Server>of();
        return new Content(entries, servers);
    }

    private static Server server(Members entry) {
        var name = entry.text("name");
        entry.require(name.matches(SERVER), "name must be lower-case letters, digits and dashes");
        entry.require(!RESERVED.contains(name), "name is reserved");
        return new Server(name, url(entry), readTimeout(entry));
    }

    private static URI url(Members entry) {
        try {
            var url = new URI(entry.text("url"));
            var plain =
                    url.isAbsolute() && url.getHost() != null && url.getQuery() == null && url.getFragment() == null;
            if (plain && url.getScheme().matches("https?")) {
                return url;
            }
        } catch (URISyntaxException unreadable) {
            // reported below, like other invalid addresses
        }
        throw entry.invalid("url must begin with http:// or https://, and name a host");
    }

    private static Duration readTimeout(Members entry) {
        if (!entry.has("readTimeout")) {
            return READ_TIMEOUT;
        }
        try {
            var time = Duration.parse(entry.text("readTimeout"));
            entry.require(time.isPositive(), "readTimeout must be positive");
            return time;
        } catch (DateTimeParseException unreadable) {
            throw entry.invalid("readTimeout must be a duration such as PT30S");
        }
    }

    private Entry entry(Members entry, String version) {
        return new Entry(model(entry, version), entry.flag("standsIn"), entry.flag("onlyWithKey"));
    }

    private Model model(Members entry, String version) {
        var id = entry.text("id");
        entry.require(id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "id must be letters, digits, dots and dashes");
        var model = new Model(
                id,
                entry.text("provider"),
                setting(id, "upstream-id").orElse(entry.text("upstreamId")),
                entry.wholeNumber("maxTokens"),
                entry.wholeNumber("contextWindow"),
                entry.number("temperature"),
                continuation(entry, id),
                entry.isNull("pricePer1000Tokens") ? null : price(entry.object("pricePer1000Tokens"), version),
                RequestFormReader.form(entry),
                RequestFormReader.abilities(entry));
        entry.require(model.provider().matches(SERVER), "provider must be the name of a server");
        entry.require(model.maxTokens() > 0, "maxTokens must be positive");
        entry.require(model.contextWindow() > model.maxTokens(), "contextWindow must be more than maxTokens");
        entry.require(model.temperature() >= 0 && model.temperature() <= 2, "temperature must be 0 to 2");
        return model;
    }

    private Continuation continuation(Members entry, String id) {
        var code = setting(id, "continuation").orElseGet(() -> entry.text("continuation"));
        return Continuation.of(code)
                .orElseThrow(() -> entry.invalid("continuation must be one of " + Continuation.known()));
    }

    private Optional<String> setting(String id, String name) {
        return config.getOptionalValue("models." + id + "." + name, String.class);
    }

    static Price price(Members price, String version) {
        return new Price(
                version,
                price.dollars("input"),
                price.dollars("output"),
                price.dollars("cached"),
                price.dollars("reasoning"));
    }
}
