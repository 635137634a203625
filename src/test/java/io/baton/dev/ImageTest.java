package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One JVM builds the image, runs it and is tested. */
class ImageTest {
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    @Test
    void everyStageOfTheImageHasTheSameJvm() throws IOException {
        var major = ImageJvm.read().major();
        var stages = FROM.matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertEquals(Set.of("eclipse-temurin:" + major + "-jdk", "eclipse-temurin:" + major + "-jre"), stages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh.md"})
    void theReadmeNamesTheJvmOfTheImage(String readme) throws IOException {
        var named = Pattern.compile("Temurin \\d+")
                .matcher(Files.readString(Path.of(readme)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertEquals(Set.of(ImageJvm.read().toString()), named);
    }

    /** CI insists on it; elsewhere another JVM will do, and the end of the run says so. */
    @Test
    void theTestsRunOnTheJvmOfTheImage() throws IOException {
        var image = ImageJvm.read();
        var here = System.getProperty("java.vendor") + " " + Runtime.version();
        var reason = "these tests ran on " + here + ", not on the image's " + image;
        if (System.getenv("IMAGE_JVM_REQUIRED") != null) {
            assertTrue(image.isThisOne(), reason);
        }
        assumeTrue(image.isThisOne(), reason);
    }

    @Test
    void theServerOfTheImageIsTheOneThatIsTested() throws IOException {
        var dockerfile = Files.readString(Path.of("Dockerfile"));
        assertTrue(dockerfile.contains("liberty:install-server"), "it takes the version of pom.xml");
    }
}
