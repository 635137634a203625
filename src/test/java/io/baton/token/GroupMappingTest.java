package io.baton.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.settings.CommaSeparated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupMappingTest {
    private final GroupMapping mapping = new GroupMapping();

    @BeforeEach
    void thereAreTwoGroups() {
        mapping.config = new TokenConfig();
        mapping.replace(Map.of("Editorial", 7, "Sales, north", 12));
    }

    @Test
    void onlyGroupsThatExistCountAndNamesAreComparedExactly() {
        assertEquals(Set.of(7), mapping.groupsIn(Map.of("groups", List.of("Editorial", "editorial", "Sales", "", 7))));
        assertEquals(Set.of(12), mapping.groupsIn(Map.of("groups", "Sales, north")));
        assertEquals(Set.of(), mapping.groupsIn(Map.of("roles", List.of("Editorial"))));
        assertEquals(Set.of(7, 12), mapping.groupsOf(List.of("Editorial", "Sales, north")));
    }

    @Test
    void theClaimIsConfigured() {
        mapping.config.groupClaims = Optional.of(CommaSeparated.of("realm_access.groups,teams"));
        assertEquals(
                Set.of(7, 12),
                mapping.groupsIn(Map.of(
                        "groups", List.of(),
                        "realm_access", Map.of("groups", List.of("Editorial")),
                        "teams", "Sales, north")));
    }

    @Test
    void ofMoreThanAHundredTheMostImportantCount() {
        var many = new LinkedHashMap<String, Integer>();
        IntStream.rangeClosed(1, 500).forEach(i -> many.put("g" + i, 1_000 - i));
        mapping.replace(many);
        var names = IntStream.rangeClosed(1, 5_000).mapToObj(i -> "g" + i).toList();
        var groups = mapping.groupsIn(Map.of("groups", names.reversed()));
        assertEquals(100, groups.size());
        assertEquals(900, groups.stream().mapToInt(id -> id).min().orElseThrow());
    }
}
