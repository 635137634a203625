package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Remembers in a folder which processes a run has started, so that the next run can end what a killed one left over. A
 * process is known by its id and its start time, so that nobody else's process is ever ended.
 */
record Leftovers(Path folder) {
    private static final int PATIENCE_SECONDS = 20;

    void remember(String name, ProcessHandle process) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".pid"), process.pid() + " " + startOf(process));
    }

    /** Ends the remembered process of that name and all it started, if it still runs. */
    void reap(String name) throws IOException {
        var file = folder.resolve(name + ".pid");
        if (!Files.exists(file)) {
            return;
        }
        var words = Files.readString(file).strip().split(" ");
        if (words.length == 2) {
            ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> startOf(process).equals(words[1]))
                    .ifPresent(Leftovers::end);
        }
        Files.deleteIfExists(file);
    }

    /** Ends a process and its descendants: politely, then by force; returns once all are gone. */
    static void end(ProcessHandle process) {
        var all = java.util.stream.Stream.concat(process.descendants(), java.util.stream.Stream.of(process))
                .toList();
        all.forEach(ProcessHandle::destroy);
        var ended =
                CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        try {
            ended.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }
}
