package io.baton.token;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of our groups an issuer's tokens, or a directory's groups, give. Only groups that exist count, so a token with thousands of names
 * gives few. Names are compared exactly.
 */
@ApplicationScoped
public class GroupMapping {
    private static final int MOST = 100;

    @Inject
    TokenConfig config;

    private volatile Map<String, Integer> ids = Map.of();

    /** Replaces the groups that there are: their ids by their names, the most important first. */
    public void replace(Map<String, Integer> groups) {
        ids = new LinkedHashMap<>(groups);
    }

    /** The ids of the groups of a verified token. */
    public Set<Integer> groupsIn(Map<String, ?> token) {
        return ids.isEmpty() ? Set.of() : groupsOf(RoleMapping.namesIn(config.groupClaims, token));
    }

    /** The ids of the groups of someone who has these names; at most a hundred, the most important ones. */
    public Set<Integer> groupsOf(Collection<String> names) {
        var given = new HashSet<>(names);
        return ids.entrySet().stream()
                .filter(group -> given.contains(group.getKey()))
                .limit(MOST)
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }
}
