package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final ImageJvm IMAGE = new ImageJvm(25);

    @Test
    void eachReasonIsSaidOnceWithTheTestsThatItSkipped() {
        assertEquals(
                """

                Tests ran on Eclipse Adoptium 25.0.3+9-LTS; the image runs on Temurin 25.
                Skipped, and why:
                  no Chromium was found:
                    BrowserIT (2), FaceIT
                  npm was not found:
                    NodeClientsIT
                """,
                RunSummary.of(
                        List.of(
                                "jvm\tEclipse Adoptium\t25.0.3+9-LTS",
                                "skipped\tFaceIT\tno Chromium was found",
                                "jvm\tEclipse Adoptium\t25.0.3+9-LTS",
                                "skipped\tBrowserIT\tno Chromium was found",
                                "skipped\tNodeClientsIT\tnpm was not found",
                                "skipped\tBrowserIT\tno Chromium was found"),
                        IMAGE));
    }

    @Test
    void aWholeRunSaysSo() {
        assertEquals("""

                Tests ran on Debian 21.0.5+11; the image runs on Temurin 25.
                No test was skipped.
                """, RunSummary.of(List.of("jvm\tDebian\t21.0.5+11"), IMAGE));
    }
}
