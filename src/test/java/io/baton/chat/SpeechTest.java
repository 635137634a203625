package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.BreakIterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
    private final Speech speech = new Speech();

    @ParameterizedTest
    @ValueSource(strings = {"word", "word ", "第3词", "すし", "naïve", "dash —", "«quoted»", "5"})
    void whatIsWholeIsTold(String text) {
        speech.say("a", 0, text);
        assertEquals(text, speech.due());
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩", "👩🏽", "👩🏽‍", "🇨", "❤", "\r", "क", "กำ"})
    void whatMayGrowWaits(String last) {
        speech.say("a", 0, "so " + last);
        assertEquals("so ", speech.due());
        speech.say("a", speech.length(), " x");
        assertEquals(last + " x", speech.due());
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩🏽‍🚀 flew 👨‍👩‍👧‍👦 and 🇨🇭 ❤️ कि", "第1词 👩🏽‍🚀。", "e\u0301a\r\nb"})
    void whateverTheCutNoFrameAndNoSpanPartsACharacter(String text) {
        for (var cut = 1; cut < text.length(); cut++) {
            if (Character.isLowSurrogate(text.charAt(cut))) {
                continue;
            }
            var parted = new Speech();
            parted.say("a", 0, text.substring(0, cut));
            var first = parted.due();
            var rest = text.substring(cut);
            var seam = parted.seam(rest);
            assertBoundary(text, seam);
            var told = first + parted.tellUpTo(seam);
            parted.say("b", seam, rest);
            assertEquals(text, told + parted.tellUpTo(text.length()));
            assertEquals(text, parted.text());
            assertSpans(parted.spans(), seam, text.length());
        }
    }

    @Test
    void whoGoesOnByThemselfHasOneSpan() {
        speech.say("a", 0, "one ");
        speech.say("a", speech.length(), "two");
        assertEquals(List.of(new Span("a", 0, 7)), speech.spans());
    }

    private static void assertSpans(List<Span> spans, int seam, int length) {
        var expected = seam == 0
                ? List.of(new Span("b", 0, length))
                : List.of(new Span("a", 0, seam), new Span("b", seam, length));
        assertEquals(expected, spans);
    }

    private static void assertBoundary(String text, int offset) {
        var clusters = BreakIterator.getCharacterInstance();
        clusters.setText(text);
        assertEquals(true, offset == 0 || clusters.isBoundary(offset), () -> "offset " + offset + " of " + text);
    }
}
