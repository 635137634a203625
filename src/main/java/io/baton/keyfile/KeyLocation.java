package io.baton.keyfile;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where keys are, as MicroProfile JWT 2.1 writes it: an address, a file, or a resource of the application. */
public record KeyLocation(String text) {
    private static final int LONGEST = 512 * 1024;

    /** Whether it is on a server, where keys change. */
    public boolean isRemote() {
        return text.startsWith("https:") || text.startsWith("http:");
    }

    /** What is there; only for one that is not remote. */
    public String read() throws InvalidKeys {
        try (var content = KeyLocation.class.getResourceAsStream(text.startsWith("/") ? text : "/" + text)) {
            var file = path();
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
                return Files.readString(file);
            }
            if (content != null) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException unreadable) {
            throw new InvalidKeys("can't be read");
        }
        throw new InvalidKeys("is no file, or a very long one");
    }

    private Path path() {
        return text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
    }
}
