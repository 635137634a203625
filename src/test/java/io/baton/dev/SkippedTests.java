package io.baton.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Notes which tests were skipped and why, on which JVM, for {@link RunSummary}; Maven names the file, an IDE none. */
public final class SkippedTests implements TestExecutionListener {
    private final Optional<Path> file =
            Optional.ofNullable(System.getProperty("baton.run")).map(Path::of);

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        note(RunSummary.JVM, System.getProperty("java.vendor"), System.getProperty("java.runtime.version"));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(RunSummary.SKIPPED, classOf(test), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            var why = result.getThrowable().map(Throwable::getMessage).orElse("no reason given");
            note(RunSummary.SKIPPED, classOf(test), why.replaceFirst("^Assumption failed: ", ""));
        }
    }

    private static String classOf(TestIdentifier test) {
        var name = test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method -> method.getClassName();
                    case ClassSource type -> type.getClassName();
                    default -> test.getDisplayName();
                })
                .orElse(test.getDisplayName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void note(String kind, String what, String why) {
        file.ifPresent(each -> {
            try {
                Files.createDirectories(each.getParent());
                Files.writeString(
                        each,
                        kind + "\t" + what + "\t" + why.replaceAll("\\s+", " ") + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        });
    }
}
