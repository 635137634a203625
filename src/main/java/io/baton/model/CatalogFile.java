package io.baton.model;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Reads and checks a file of models, and of servers for them. What can't be taken is refused with an
 * {@link IllegalArgumentException} that names file, entry and member.
 */
final class CatalogFile {
    private static final String SHIPPED = "catalog.json";
    private static final String SERVER = "[a-z][a-z0-9-]{0,31}";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final String file;
    private final Config config;

    /** @param config may override a model's upstream id and continuation under {@code models.<id>.upstream-id} and
     *               {@code models.<id>.continuation} */
    private CatalogFile(String file, Config config) {
        this.file = file;
        this.config = config;
    }

    /**
     * What a file says.
     *
     * @param entries in the order of the ring
     * @param servers those that are in the file
     */
    record Content(List<Entry> entries, List<Server> servers) {}

    /**
     * A model and its role.
     *
     * @param standsIn    whether it stands in for others; else it is only asked by name
     * @param onlyWithKey whether it is there only where its provider has a key
     */
    record Entry(Model model, boolean standsIn, boolean onlyWithKey) {}

    /** The one that Baton comes with. */
    static Content shipped(Config config) {
        try (var in = CatalogFile.class.getResourceAsStream("/" + SHIPPED);
                var reader = Json.createReader(in)) {
            return read(SHIPPED, reader.readObject(), config);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One that was configured. */
    static Content at(Path path, Config config) {
        try (var in = Files.newBufferedReader(path);
                var reader = Json.createReader(in)) {
            return read(path.toString(), reader.readObject(), config);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(path + " can't be read", unreadable);
        } catch (JsonException broken) {
            throw new IllegalArgumentException(path + " is no JSON object: " + broken.getMessage(), broken);
        }
    }

    static Content read(String file, JsonObject json, Config config) {
        return new CatalogFile(file, config).content(json);
    }

    private Content content(JsonObject json) {
        var version = member(json, "the file", "priceVersion", JsonString.class).getString();
        var entries = objects(json, "models").stream()
                .map(entry -> entry(entry, version))
                .toList();
        require(!entries.isEmpty(), "models", "is empty");
        var servers = json.containsKey("servers")
                ? objects(json, "servers").stream().map(this::server).toList()
                : List.<Server>of();
        return new Content(entries, servers);
    }

    private List<JsonObject> objects(JsonObject json, String member) {
        var array = member(json, "the file", member, JsonArray.class);
        array.forEach(each -> require(each instanceof JsonObject, member, "must be objects"));
        return array.getValuesAs(JsonObject.class);
    }

    private Entry entry(JsonObject entry, String version) {
        var model = model(entry, version);
        return new Entry(model, flag(entry, model.id(), "standsIn"), flag(entry, model.id(), "onlyWithKey"));
    }

    private boolean flag(JsonObject entry, String id, String member) {
        var value = entry.getOrDefault(member, JsonValue.FALSE);
        require(value == JsonValue.TRUE || value == JsonValue.FALSE, id, member + " must be true or false");
        return value == JsonValue.TRUE;
    }

    private Server server(JsonObject entry) {
        var name = member(entry, "a server", "name", JsonString.class).getString();
        require(name.matches(SERVER), name, "name must be lower-case letters, digits and dashes");
        var url = member(entry, name, "url", JsonString.class).getString();
        require(
                url.matches("https?://[^/?#\\s]+[^?#\\s]*"),
                name,
                "url must begin with http:// or https://, and name a host");
        return new Server(name, URI.create(url), readTimeout(entry, name));
    }

    private Duration readTimeout(JsonObject entry, String name) {
        if (!entry.containsKey("readTimeout")) {
            return READ_TIMEOUT;
        }
        try {
            var time = Duration.parse(
                    member(entry, name, "readTimeout", JsonString.class).getString());
            require(time.isPositive(), name, "readTimeout must be more than nothing");
            return time;
        } catch (DateTimeParseException unreadable) {
            throw wrong(name, "readTimeout must be such as PT30S");
        }
    }

    private Model model(JsonObject entry, String version) {
        var id = member(entry, "a model", "id", JsonString.class).getString();
        var model = new Model(
                id,
                member(entry, id, "provider", JsonString.class).getString(),
                config.getOptionalValue("models." + id + ".upstream-id", String.class)
                        .orElse(member(entry, id, "upstreamId", JsonString.class)
                                .getString()),
                wholeNumber(entry, id, "maxTokens"),
                wholeNumber(entry, id, "contextWindow"),
                member(entry, id, "temperature", JsonNumber.class).doubleValue(),
                continuation(entry, id),
                entry.get("pricePer1000Tokens") == JsonValue.NULL
                        ? null
                        : price(member(entry, id, "pricePer1000Tokens", JsonObject.class), id, version));
        require(id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), id, "id must be letters, digits, dots and dashes");
        require(model.provider().matches(SERVER), id, "provider must be the name of a server");
        require(model.maxTokens() > 0, id, "maxTokens must be positive");
        require(model.contextWindow() > model.maxTokens(), id, "contextWindow must be more than maxTokens");
        require(model.temperature() >= 0 && model.temperature() <= 2, id, "temperature must be 0 to 2");
        return model;
    }

    private Continuation continuation(JsonObject entry, String id) {
        var code = config.getOptionalValue("models." + id + ".continuation", String.class)
                .orElseGet(() ->
                        member(entry, id, "continuation", JsonString.class).getString());
        return Continuation.of(code)
                .orElseThrow(() -> wrong(id, "continuation must be one of " + Continuation.known()));
    }

    private Price price(JsonObject price, String id, String version) {
        return new Price(
                version,
                dollars(price, id, "input"),
                dollars(price, id, "output"),
                dollars(price, id, "cached"),
                dollars(price, id, "reasoning"));
    }

    private BigDecimal dollars(JsonObject price, String id, String member) {
        var dollars = member(price, id, member, JsonNumber.class).bigDecimalValue();
        require(dollars.signum() >= 0, id, member + " can't be negative");
        return dollars;
    }

    private int wholeNumber(JsonObject entry, String id, String member) {
        var number = member(entry, id, member, JsonNumber.class);
        require(number.isIntegral(), id, member + " must be a whole number");
        return number.intValueExact();
    }

    private <T extends JsonValue> T member(JsonObject json, String id, String member, Class<T> type) {
        var value = json.get(member);
        require(type.isInstance(value), id, member + " is missing or of another type");
        return type.cast(value);
    }

    private void require(boolean holds, String model, String complaint) {
        if (!holds) {
            throw wrong(model, complaint);
        }
    }

    private IllegalArgumentException wrong(String where, String complaint) {
        return new IllegalArgumentException(file + ": " + where + ": " + complaint);
    }
}
