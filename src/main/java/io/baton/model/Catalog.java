package io.baton.model;

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
 * The models there are: those of {@code catalog.json}, and of the file that {@code catalog.more} names. Read and checked at
 * start.
 */
@ApplicationScoped
public class Catalog {
    @Inject
    Config config;

    private List<Server> servers;
    private Set<String> comeWithBaton;
    private Set<String> standIns;
    private List<Model> replicated;
    private volatile List<Model> models;

    @PostConstruct
    void load() {
        var files = new ArrayList<>(List.of(CatalogFile.replicated(config)));
        config.getOptionalValue("catalog.more", String.class)
                .ifPresent(more -> files.add(CatalogFile.at(Path.of(more), config)));
        var entries = files.stream()
                .flatMap(file -> file.entries().stream())
                .filter(entry -> !entry.onlyWithKey() || hasKey(entry.model().provider()))
                .toList();
        comeWithBaton = files.getFirst().entries().stream()
                .map(entry -> entry.model().id())
                .collect(Collectors.toSet());
        servers = files.stream().flatMap(file -> file.servers().stream()).toList();
        replicated = entries.stream().map(CatalogFile.Entry::model).toList();
        models = replicated;
        standIns = entries.stream()
                .filter(CatalogFile.Entry::standsIn)
                .map(entry -> entry.model().id())
                .collect(Collectors.toSet());
        onlyOnce("model", ids());
        onlyOnce("server", servers.stream().map(Server::name).toList());
    }

    private boolean hasKey(String provider) {
        return config.getOptionalValue(provider + ".api-key", String.class)
                .filter(key -> !key.isBlank())
                .isPresent();
    }

    private static void onlyOnce(String what, List<String> names) {
        var seen = new HashSet<String>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(twice -> {
            throw new IllegalArgumentException("the " + what + " " + twice + " is there twice");
        });
    }

    /** Those that are only configured. */
    public List<Server> servers() {
        return servers;
    }

    /** All models, the default first. */
    public List<Model> models() {
        return models;
    }

    /** {@code first}, and then those that stand in for it, in their order. */
    public List<Model> ringFrom(Model first) {
        var ring = new ArrayList<>(models.stream()
                .filter(model -> standIns.contains(model.id()) || model.id().equals(first.id()))
                .toList());
        Collections.rotate(ring, -ring.stream().map(Model::id).toList().indexOf(first.id()));
        return List.copyOf(ring);
    }

    /** From now on these prices hold, by the models' ids; for all others the shipped ones do. */
    public void reprice(Map<String, Price> prices) {
        models = replicated.stream()
                .map(model -> prices.containsKey(model.id()) ? model.at(prices.get(model.id())) : model)
                .toList();
    }

    /** The ids of those that are still billed at the price that Baton comes with. */
    public List<String> atPricesOfOldSystem() {
        return models.stream()
                .filter(model -> model.price() != null && comeWithBaton.contains(model.id()))
                .filter(model -> replicated.contains(model))
                .map(Model::id)
                .toList();
    }

    /** The models with the prices that they were shipped with, whatever has been set since. */
    public List<Model> asShipped() {
        return replicated;
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

    /** The ids there are, for messages: {@code qwen2.5, gemma-3, gpt-4}. */
    public String known() {
        return String.join(", ", ids());
    }
}
