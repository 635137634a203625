package io.baton.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The models that may be asked.
 *
 * @param ids of the models; null: all models
 */
public record AllowedModels(Set<String> ids) {
    public static final AllowedModels ALL = new AllowedModels(null);

    public AllowedModels {
        // Sorted, so that the same models are the same text on all nodes.
        ids = ids == null ? null : Collections.unmodifiableSet(new TreeSet<>(ids));
    }

    /** Those with these ids; null: all. */
    public static AllowedModels of(Collection<String> ids) {
        return ids == null ? ALL : new AllowedModels(Set.copyOf(ids));
    }

    public boolean include(String model) {
        return ids == null || ids.contains(model);
    }

    public boolean include(Model model) {
        return include(model.id());
    }

    /** Those that both include. */
    public AllowedModels and(AllowedModels other) {
        if (ids == null || other.ids == null) {
            return ids == null ? other : this;
        }
        var both = new HashSet<>(ids);
        both.retainAll(other.ids);
        return new AllowedModels(both);
    }

    /** Those that one of them includes. */
    public AllowedModels or(AllowedModels other) {
        if (ids == null || other.ids == null) {
            return ALL;
        }
        var either = new HashSet<>(ids);
        either.addAll(other.ids);
        return new AllowedModels(either);
    }
}
