package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class LanguageTest {
    @Test
    void theBrowsersBestKnownLanguageIsSpoken() {
        assertEquals(Language.CHINESE, of(null, Locale.CHINA));
        assertEquals(Language.CHINESE, of(null, Locale.FRENCH, Locale.forLanguageTag("zh-Hans-SG"), Locale.ENGLISH));
        assertEquals(Language.ENGLISH, of(null, Locale.UK, Locale.CHINA));
        assertEquals(Language.ENGLISH, of(null, Locale.FRENCH));
    }

    @Test
    void theAskedLanguageWins() {
        assertEquals(Language.CHINESE, of("zh", Locale.ENGLISH));
        assertEquals(Language.ENGLISH, of("en", Locale.CHINA));
        assertEquals(Language.CHINESE, of("<script>", Locale.CHINA));
    }

    @Test
    void bothSayTheSameThings() {
        var english = ResourceBundle.getBundle("io.baton.messages", Locale.ROOT);
        var chinese = ResourceBundle.getBundle("io.baton.messages", Locale.SIMPLIFIED_CHINESE);
        assertEquals(
                english.keySet(),
                Collections.list(chinese.getKeys()).stream().collect(java.util.stream.Collectors.toSet()));
        assertEquals("登录", Language.CHINESE.text("login.title"));
        assertEquals("Sign in", Language.ENGLISH.text("login.title"));
    }

    private static Language of(String asked, Locale... spoken) {
        return Language.of(asked, Collections.enumeration(List.of(spoken)));
    }
}
