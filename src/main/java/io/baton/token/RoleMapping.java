package io.baton.token;

import io.baton.settings.CommaSeparated;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Which of our roles an issuer's tokens, or a directory's groups, give. Names are compared exactly. One that is no role is logged once.
 * Safe for use by several threads.
 */
public final class RoleMapping {
    public static final Set<String> ROLES = Set.of("user", "author", "auditor", "admin");

    /** What an item of the setting with the names must look like: for {@code @AllowedValues}. */
    public static final String NAME_PATTERN = "[^\\p{Cntrl}]+=(user|author|auditor|admin)";

    public static final String NAME_DESCRIPTION =
            "a name of the issuer, = and one of user, author, auditor, admin (a comma in a name is written \\,)";

    /** What an item of the setting with the claims must look like. */
    public static final String CLAIM_PATTERN = "[^\\p{Cntrl}]+";

    public static final String CLAIM_DESCRIPTION = "a claim, or a path to it such as realm_access.roles";

    private static final Logger LOG = Logger.getLogger(RoleMapping.class.getName());
    private static final List<String> DEFAULT_CLAIMS = List.of("groups");
    private static final int MOST_LOGGED = 100;
    private static final int LONGEST_LOGGED = 100;

    private final String source;
    private final List<String> claims;
    private final Optional<Map<String, Set<String>>> rolesByName;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    private RoleMapping(String source, List<String> claims, Optional<Map<String, Set<String>>> rolesByName) {
        this.source = source;
        this.claims = claims;
        this.rolesByName = rolesByName;
    }

    /**
     * @param source who gives the names, for the log
     * @param claims paths of the claims with the names, all of which count; if empty, {@code groups}
     * @param names  pairs such as {@code Baton Admins=admin}; a name may occur more than once. If empty, each of our roles has its own
     *               name; otherwise only the given names count
     */
    public static RoleMapping of(String source, Optional<CommaSeparated> claims, Optional<CommaSeparated> names) {
        return new RoleMapping(
                source,
                claims.map(CommaSeparated::items).orElse(DEFAULT_CLAIMS),
                names.map(CommaSeparated::items).map(RoleMapping::byName));
    }

    private static Map<String, Set<String>> byName(List<String> pairs) {
        var roles = new HashMap<String, Set<String>>();
        for (var pair : pairs) {
            var equals = pair.lastIndexOf('=');
            roles.computeIfAbsent(pair.substring(0, equals).strip(), name -> new HashSet<>())
                    .add(pair.substring(equals + 1).strip());
        }
        return Map.copyOf(roles);
    }

    /** The roles of a verified token: of each claim that is a text or a list of texts. */
    public Set<String> rolesIn(Map<String, ?> token) {
        return rolesOf(namesIn(claims, token));
    }

    /** The names in these claims of a verified token; {@code groups} if empty. */
    static List<String> namesIn(Optional<CommaSeparated> claims, Map<String, ?> token) {
        return namesIn(claims.map(CommaSeparated::items).orElse(DEFAULT_CLAIMS), token);
    }

    private static List<String> namesIn(List<String> claims, Map<String, ?> token) {
        return claims.stream()
                .flatMap(path -> at(path, token).stream())
                .flatMap(RoleMapping::texts)
                .toList();
    }

    /** The roles of someone who has these names, for instance groups of a directory. */
    public Set<String> rolesOf(Collection<String> names) {
        var roles = new HashSet<String>();
        for (var name : names) {
            var given = rolesOf(name);
            if (given.isEmpty()) {
                logOnce(name);
            }
            roles.addAll(given);
        }
        return Set.copyOf(roles);
    }

    private Set<String> rolesOf(String name) {
        return rolesByName
                .map(mapped -> mapped.getOrDefault(name, Set.of()))
                .orElseGet(() -> ROLES.contains(name) ? Set.of(name) : Set.of());
    }

    /** Names of claims may have dots, as addresses have: the whole name is tried first, then each of its beginnings as an object. */
    private static Optional<Object> at(String path, Map<?, ?> object) {
        if (object.get(path) != null) {
            return Optional.of(object.get(path));
        }
        return Stream.iterate(path.indexOf('.'), dot -> dot >= 0, dot -> path.indexOf('.', dot + 1))
                .flatMap(dot -> object.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                        ? at(path.substring(dot + 1), inner).stream()
                        : Stream.empty())
                .findFirst();
    }

    private static Stream<String> texts(Object claim) {
        return switch (claim) {
            case String text -> Stream.of(text);
            case Collection<?> items ->
                items.stream().filter(String.class::isInstance).map(String.class::cast);
            default -> Stream.empty();
        };
    }

    private void logOnce(String name) {
        if (logged.size() < MOST_LOGGED && logged.add(name)) {
            var shown =
                    name.substring(0, Math.min(name.length(), LONGEST_LOGGED)).replaceAll("\\p{Cntrl}", "?");
            LOG.info("\"" + shown + "\" of " + source + " is no role here"
                    + (logged.size() == MOST_LOGGED ? "; further names are not logged" : ""));
        }
    }
}
