package io.baton.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Held by the run of a node while it lives. The operating system frees the lock when its holder dies, however that comes
 * about: what is found under a free one was left over by a killed run, what is found under a held one is alive.
 */
final class RunLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path address;

    private RunLock(FileChannel channel, Path address) {
        this.channel = channel;
        this.address = address;
    }

    /** Empty: another run holds it. */
    static Optional<RunLock> take(Path folder, String node) throws IOException {
        Files.createDirectories(folder);
        var channel =
                FileChannel.open(folder.resolve(node + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            return Optional.empty();
        }
        var address = address(folder, node);
        Files.deleteIfExists(address);
        return Optional.of(new RunLock(channel, address));
    }

    static boolean isHeld(Path folder, String node) throws IOException {
        try (var channel = FileChannel.open(folder.resolve(node + ".lock"), StandardOpenOption.WRITE)) {
            return !locked(channel);
        } catch (java.nio.file.NoSuchFileException never) {
            return false;
        }
    }

    /** Where the holder is to be reached; empty: it has not said so. */
    static Optional<String> urlOfHolder(Path folder, String node) throws IOException {
        var address = address(folder, node);
        return Files.exists(address) ? Optional.of(Files.readString(address).strip()) : Optional.empty();
    }

    /** Beside the lock, for some systems let nobody read a locked file. */
    void announce(String url) throws IOException {
        Files.writeString(address, url);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(address);
        channel.close();
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static Path address(Path folder, String node) {
        return folder.resolve(node + ".url");
    }
}
