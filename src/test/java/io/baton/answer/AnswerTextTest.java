package io.baton.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.text.BreakIterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTextTest {
    private final AnswerText answerText = new AnswerText();

    @ParameterizedTest
    @ValueSource(strings = {"word", "word ", "第3词", "すし", "naïve", "dash —", "«quoted»", "5"})
    void whatIsWholeIsTold(String text) {
        answerText.append("a", 0, text);
        assertEquals(text, answerText.takeSettled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩", "👩🏽", "👩🏽‍", "🇨", "❤", "\r", "क", "กำ"})
    void whatMayGrowWaits(String last) {
        answerText.append("a", 0, "so " + last);
        assertEquals("so ", answerText.takeSettled());
        answerText.append("a", answerText.length(), " x");
        assertEquals(last + " x", answerText.takeSettled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩🏽‍🚀 flew 👨‍👩‍👧‍👦 and 🇨🇭 ❤️ कि", "第1词 👩🏽‍🚀。", "e\u0301a\r\nb"})
    void whateverTheCutNoFrameAndNoSpanPartsACharacter(String text) {
        for (var cut = 1; cut < text.length(); cut++) {
            if (Character.isLowSurrogate(text.charAt(cut))) {
                continue;
            }
            var parted = new AnswerText();
            parted.append("a", 0, text.substring(0, cut));
            var first = parted.takeSettled();
            var rest = text.substring(cut);
            var trimmer = parted.startOf(rest);
            assertBoundary(text, trimmer);
            var told = first + parted.takeUpTo(trimmer);
            parted.append("b", trimmer, rest);
            assertEquals(text, told + parted.takeUpTo(text.length()));
            assertEquals(text, parted.text());
            assertSpans(parted.spans(), trimmer, text.length());
        }
    }

    @Test
    void whoGoesOnByThemselfHasOneSpan() {
        answerText.append("a", 0, "one ");
        answerText.append("a", answerText.length(), "two");
        assertEquals(List.of(new Span("a", 0, 7)), answerText.spans());
    }

    private static void assertSpans(List<Span> spans, int trimmer, int length) {
        var expected = trimmer == 0
                ? List.of(new Span("b", 0, length))
                : List.of(new Span("a", 0, trimmer), new Span("b", trimmer, length));
        assertEquals(expected, spans);
    }

    private static void assertBoundary(String text, int offset) {
        var clusters = BreakIterator.getCharacterInstance();
        clusters.setText(text);
        assertEquals(true, offset == 0 || clusters.isBoundary(offset), () -> "offset " + offset + " of " + text);
    }
}
