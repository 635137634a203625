package io.baton.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeamTest {
    private static final String SAID = "The quick brown fox jumps over the lazy";

    @Test
    void whatIsNewIsSaidAtOnce() {
        var seam = new Seam(SAID);
        assertEquals(" dog", seam.add(" dog"));
        assertEquals(" and", seam.add(" and"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" over the lazy dog.", "jumps over the lazy dog.", SAID + " dog."})
    void whatIsRepeatedIsTakenAwayHoweverItIsCut(String repeated) {
        for (var size = 1; size <= repeated.length(); size++) {
            assertEquals(" dog.", joined(repeated, size), "in pieces of " + size);
        }
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
        var seam = new Seam(SAID);
        var said = new StringBuilder();
        for (var i = 0; i < 300 && said.isEmpty(); i++) {
            said.append(seam.add(i == 0 ? "Sure" : "x"));
        }
        assertTrue(said.length() <= Seam.MAX_REMARK, () -> said.length() + " held back");
        assertTrue(said.toString().startsWith("Surexxx"));
    }

    @Test
    void afterAnUnfinishedCharacterTheRestOfItIsSaid() {
        assertEquals("‍🚀 flies", new Seam("and so the 👩🏽").add("‍🚀 flies"));
        var repeating = new Seam("and so the 👩🏽");
        assertEquals("", repeating.add("and so the "));
        assertEquals("‍🚀 flies", repeating.add("👩🏽‍🚀 flies"));
    }

    private static String joined(String words, int size) {
        var seam = new Seam(SAID);
        var said = new StringBuilder();
        for (var from = 0; from < words.length(); from += size) {
            said.append(seam.add(words.substring(from, Math.min(words.length(), from + size))));
        }
        return said.append(seam.end()).toString();
    }
}
