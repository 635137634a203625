package io.baton.catalog;

import io.baton.model.Model;
import io.baton.model.Price;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * All models: those of {@code catalog.json} and of the file named by {@code catalog.more}. Read and validated at start.
 */
@ApplicationScoped
public class Catalog {
    @Inject
    Config config;

    private List<Server> servers;
    private Set<String> shippedIds;
    private Set<String> standIns;
    private List<Model> configured;
    private volatile List<Model> models;

    @PostConstruct
    void load() {
        var files = new ArrayList<>(List.of(CatalogFile.shipped(config)));
        config.getOptionalValue("catalog.more", String.class)
                .ifPresent(more -> files.add(CatalogFile.read(Path.of(more), config)));
        var entries = files.stream()
                .flatMap(file -> file.entries().stream())
                .filter(entry -> !entry.onlyWithKey() || hasKey(entry.model().provider()))
                .toList();
        shippedIds = files.getFirst().entries().stream()
                .map(entry -> entry.model().id())
                .collect(Collectors.toSet());
        servers = files.stream().flatMap(file -> file.servers().stream()).toList();
        configured = entries.stream().map(CatalogFile.Entry::model).toList();
        models = configured;
        standIns = entries.stream()
                .filter(CatalogFile.Entry::standsIn)
                .map(entry -> entry.model().id())
                .collect(Collectors.toSet());
        requireUnique("model", ids());
        requireUnique("server", servers.stream().map(Server::name).toList());
    }

    private boolean hasKey(String provider) {
        return config.getOptionalValue(provider + ".api-key", String.class)
                .filter(key -> !key.isBlank())
                .isPresent();
    }

    private static void requireUnique(String what, List<String> names) {
        var seen = new HashSet<String>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(duplicate -> {
            throw new IllegalArgumentException("the " + what + " " + duplicate + " is defined twice");
        });
    }

    /** The servers that exist only in the configuration. */
    public List<Server> servers() {
        return servers;
    }

    /** All models, the default first. */
    public List<Model> models() {
        return models;
    }

    /** The failover order: {@code first}, then the models that stand in for it. */
    public List<Model> failoverOrderFrom(Model first) {
        var order = new ArrayList<>(models.stream()
                .filter(model -> standIns.contains(model.id()) || model.id().equals(first.id()))
                .toList());
        Collections.rotate(order, -order.stream().map(Model::id).toList().indexOf(first.id()));
        return List.copyOf(order);
    }

    /** Sets the current prices by model id; all other models return to their shipped price. */
    public void reprice(Map<String, Price> prices) {
        models = configured.stream()
                .map(model -> prices.containsKey(model.id()) ? model.withPrice(prices.get(model.id())) : model)
                .toList();
    }

    /** The ids of models that are still billed at the price in the shipped {@code catalog.json}. */
    public List<String> atShippedPrices() {
        return models.stream()
                .filter(model -> model.price() != null && shippedIds.contains(model.id()))
                .filter(model -> configured.contains(model))
                .map(Model::id)
                .toList();
    }

    /** The models with their prices as configured, ignoring later changes. */
    public List<Model> asShipped() {
        return configured;
    }

    private List<String> ids() {
        return models.stream().map(Model::id).toList();
    }

    public Model defaultModel() {
        return models.getFirst();
    }

    public Optional<Model> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** All ids, for messages: {@code qwen2.5, gemma-3, gpt-4}. */
    public String known() {
        return String.join(", ", ids());
    }
}
