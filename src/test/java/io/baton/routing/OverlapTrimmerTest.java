package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapTrimmerTest {
    private static final String SAID = "The quick brown fox jumps over the lazy";

    @Test
    void whatIsNewIsSaidAtOnce() {
        var trimmer = new OverlapTrimmer(SAID);
        assertEquals(" dog", trimmer.add(" dog"));
        assertEquals(" and", trimmer.add(" and"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" over the lazy dog.", "jumps over the lazy dog.", SAID + " dog."})
    void whatIsRepeatedIsTakenAwayHoweverItIsCut(String repeated) {
        for (var size = 1; size <= repeated.length(); size++) {
            assertEquals(" dog.", joined(repeated, size), "in pieces of " + size);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"The", "1", "我", "I think", "- ", "👩🏽‍🚀", "\n\nHere", "Sure", "Okay, ", "The quick brown "})
    void allThatWasSaidIsNotSaidAgainHoweverShortItIs(String said) {
        for (var rest : List.of(" and more", "re is a way:\n1. Go", "：是", "1", "\nNext")) {
            for (var begin : List.of(said, said.stripLeading(), "\n" + said.stripLeading())) {
                for (var size = 1; size <= 12; size++) {
                    assertEquals(
                            rest, joined(said, begin + rest, size), said + " and " + begin + " in pieces of " + size);
                }
            }
        }
    }

    @Test
    void allThatWasSaidIsNotSaidAgainAfterARemark() {
        for (var size = 1; size <= 40; size++) {
            assertEquals(
                    " quick fox",
                    joined("The", "Sure, here is the continuation:\n\nThe quick fox", size),
                    "in pieces of " + size);
        }
    }

    @Test
    void whateverWasSaidAndHoweverItIsCutAnAnswerThatBeginsAnewIsSaidOnce() {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++) {
            var said = text(random, 1 + random.nextInt(i % 10 == 0 ? 400 : 20));
            var rest = text(random, random.nextInt(30));
            if (!said.isBlank()) {
                assertEquals(rest, joined(said, said + rest, 1 + random.nextInt(9)), () -> "after " + said);
            }
        }
    }

    @Test
    void whateverIsNewIsSaidWhole() {
        var random = new Random(8);
        for (var i = 0; i < 20_000; i++) {
            var said = text(random, 1 + random.nextInt(60));
            var words = text(random, 1 + random.nextInt(30));
            if (!words.stripLeading().startsWith(said.stripLeading()) && !repeats(said, words)) {
                assertEquals(words, joined(said, words, 1 + random.nextInt(9)), () -> "after " + said);
            }
        }
    }

    /** Of few letters, so that much repeats itself. */
    private static String text(Random random, int length) {
        var letters = List.of("a", "b", "ab", " ", "\n", "1", "我", "é", "👩🏽‍🚀");
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(letters.get(random.nextInt(letters.size())));
        }
        return text.toString();
    }

    private static boolean repeats(String said, String words) {
        return IntStream.rangeClosed(OverlapTrimmer.MIN_OVERLAP, Math.min(said.length(), words.length()))
                .anyMatch(length -> said.endsWith(words.substring(0, length)));
    }

    @Test
    void aShortRepetitionMayBeMeant() {
        assertEquals("the lazy dog", joined("the lazy dog", 3));
    }

    @Test
    void aRepetitionOfEarlierWordsIsNone() {
        assertEquals("quick brown fox again", joined("quick brown fox again", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sure, here is the continuation:\n\n",
                "Certainly! Continuing from where I left off:\n",
                "Here is the rest of the answer:\n\n",
                "I apologize for the interruption. Continuing where I left off...\n\n",
                "I'll continue from there.\n",
                "好的，以下是续写：\n\n",
                "好的，我接着回答：\n",
                "继续上文：\n\n",
                "Sure:\n"
            })
    void aRemarkBeforeTheContinuationIsDroppedHoweverItIsCut(String remark) {
        for (var size = 1; size <= remark.length() + 5; size++) {
            assertEquals(" dog.\nAnd", joined(remark + " dog.\nAnd", size), "in pieces of " + size);
        }
    }

    @Test
    void aRemarkMayEndInTheLastWords() {
        assertEquals(" dog", joined("Sure! Continuing: jumps over the lazy dog", 4));
        assertEquals(" dog", joined("Sure, here is the continuation:\n\n over the lazy dog", 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Surely the function is continuous here.\nNext",
                "Here are the steps:\n1. Begin",
                "Continuous functions have no gaps.\nSo",
                "Okay, said the fox, and went on.\nThen",
                "以下步骤如下：\n1",
                "Hereafter",
                "S"
            })
    void wordsThatOnlyBeginLikeARemarkAreKept(String words) {
        for (var size = 1; size <= words.length(); size++) {
            assertEquals(words, joined(words, size), "in pieces of " + size);
        }
    }

    @Test
    void theIndentationAfterARemarkIsKept() {
        assertEquals("    return x;", joined("Sure, here is the continuation:\n\n    return x;", 7));
    }

    @Test
    void noMoreThanTwoHundredCharactersAreHeldBackForARemark() {
        var trimmer = new OverlapTrimmer(SAID);
        var said = new StringBuilder();
        for (var i = 0; i < 300 && said.isEmpty(); i++) {
            said.append(trimmer.add(i == 0 ? "Sure" : "x"));
        }
        assertTrue(said.length() <= OverlapTrimmer.MAX_REMARK, () -> said.length() + " held back");
        assertTrue(said.toString().startsWith("Surexxx"));
    }

    @Test
    void afterAnUnfinishedCharacterTheRestOfItIsSaid() {
        assertEquals("‍🚀 flies", new OverlapTrimmer("and so the 👩🏽").add("‍🚀 flies"));
        var repeating = new OverlapTrimmer("and so the 👩🏽");
        assertEquals("", repeating.add("and so the "));
        assertEquals("‍🚀 flies", repeating.add("👩🏽‍🚀 flies"));
    }

    private static String joined(String words, int size) {
        return joined(SAID, words, size);
    }

    private static String joined(String before, String words, int size) {
        var trimmer = new OverlapTrimmer(before);
        var said = new StringBuilder();
        for (var from = 0; from < words.length(); from += size) {
            said.append(trimmer.add(words.substring(from, Math.min(words.length(), from + size))));
        }
        return said.append(trimmer.end()).toString();
    }
}
