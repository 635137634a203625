package io.baton.model;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The models there are, in the order of the ring. Read from {@code catalog.json} and checked at start. */
@ApplicationScoped
public class Catalog {
    private static final String FILE = "/catalog.json";

    @Inject
    Config config;

    private List<Model> shipped;
    private volatile List<Model> ring;

    @PostConstruct
    void load() {
        try (var in = Catalog.class.getResourceAsStream(FILE);
                var reader = Json.createReader(in)) {
            shipped = parse(reader.readObject(), config);
            ring = shipped;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Checks and reads a catalogue.
     *
     * @param config may override a model's upstream id and continuation under {@code models.<id>.upstream-id} and
     *               {@code models.<id>.continuation}
     * @throws IllegalArgumentException naming the model and member that can't be taken
     */
    static List<Model> parse(JsonObject json, Config config) {
        var version = json.getString("priceVersion");
        var models = new ArrayList<Model>();
        for (var entry : json.getJsonArray("models").getValuesAs(JsonObject.class)) {
            models.add(model(entry, version, config));
        }
        var ids = new HashSet<String>();
        models.forEach(model -> require(ids.add(model.id()), model.id(), "id is there twice"));
        require(!models.isEmpty(), "models", "is empty");
        return List.copyOf(models);
    }

    private static Model model(JsonObject entry, String version, Config config) {
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
                continuation(entry, id, config),
                entry.get("pricePer1000Tokens") == JsonValue.NULL
                        ? null
                        : price(member(entry, id, "pricePer1000Tokens", JsonObject.class), id, version));
        require(model.maxTokens() > 0, id, "maxTokens must be positive");
        require(model.contextWindow() > model.maxTokens(), id, "contextWindow must be more than maxTokens");
        require(model.temperature() >= 0 && model.temperature() <= 2, id, "temperature must be 0 to 2");
        return model;
    }

    private static Continuation continuation(JsonObject entry, String id, Config config) {
        var code = config.getOptionalValue("models." + id + ".continuation", String.class)
                .orElseGet(() ->
                        member(entry, id, "continuation", JsonString.class).getString());
        return Continuation.of(code)
                .orElseThrow(() -> new IllegalArgumentException(
                        "catalog.json: " + id + ": continuation must be one of " + Continuation.known()));
    }

    private static Price price(JsonObject price, String id, String version) {
        return new Price(
                version,
                dollars(price, id, "input"),
                dollars(price, id, "output"),
                dollars(price, id, "cached"),
                dollars(price, id, "reasoning"));
    }

    private static BigDecimal dollars(JsonObject price, String id, String member) {
        var dollars = member(price, id, member, JsonNumber.class).bigDecimalValue();
        require(dollars.signum() >= 0, id, member + " can't be negative");
        return dollars;
    }

    private static int wholeNumber(JsonObject entry, String id, String member) {
        var number = member(entry, id, member, JsonNumber.class);
        require(number.isIntegral(), id, member + " must be a whole number");
        return number.intValueExact();
    }

    private static <T extends JsonValue> T member(JsonObject json, String id, String member, Class<T> type) {
        var value = json.get(member);
        require(type.isInstance(value), id, member + " is missing or of another type");
        return type.cast(value);
    }

    private static void require(boolean holds, String model, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException("catalog.json: " + model + ": " + complaint);
        }
    }

    /** All models, the default first, in the order in which they stand in for each other. */
    public List<Model> ring() {
        return ring;
    }

    /** The ring, begun at {@code first}. */
    public List<Model> ringFrom(Model first) {
        var rotated = new ArrayList<>(ring);
        Collections.rotate(rotated, -ids().indexOf(first.id()));
        return List.copyOf(rotated);
    }

    /** From now on these prices hold, by the models' ids; for all others the shipped ones do. */
    public void reprice(Map<String, Price> prices) {
        ring = shipped.stream()
                .map(model -> prices.containsKey(model.id()) ? model.at(prices.get(model.id())) : model)
                .toList();
    }

    /** The models with the prices that they were shipped with, whatever has been set since. */
    public List<Model> asShipped() {
        return shipped;
    }

    private List<String> ids() {
        return ring.stream().map(Model::id).toList();
    }

    public Model defaultModel() {
        return ring.getFirst();
    }

    public Optional<Model> find(String id) {
        return ring.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** The ids there are, for messages: {@code qwen2.5, gemma-3, gpt-4}. */
    public String known() {
        return String.join(", ", ids());
    }
}
