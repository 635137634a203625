package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.platform.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    @Test
    void withoutParametersItIsTheFirstPageOfFifty() {
        assertEquals(new Paging(1, 50), Paging.of(null, null));
    }

    @Test
    void bothEndsOfTheRangeAreTaken() {
        assertEquals(new Paging(1, 1), Paging.of("1", "1"));
        assertEquals(new Paging(Integer.MAX_VALUE, 200), Paging.of("2147483647", "200"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "", " 1", "1.0", "one", "2147483648", "99999999999999999999"})
    void anotherPageIsRefusedByName(String page) {
        assertRefused("page", page, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-50", "", "all"})
    void anotherLimitIsRefusedByName(String limit) {
        assertRefused("limit", null, limit);
    }

    private static void assertRefused(String field, String page, String limit) {
        var refused = assertThrows(Problem.class, () -> Paging.of(page, limit));
        assertEquals(Problem.Kind.BAD_REQUEST, refused.kind());
        assertEquals(field, refused.field().orElseThrow());
    }
}
