package io.baton.dev;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and folders that only their owner can open. Where files have no POSIX permissions, they are like any other. */
final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_OF_FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Creates the folder, and those above it, where it is missing. */
    static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        restrict(folder);
        return folder;
    }

    /** Nobody else could read it at any moment, also where an earlier run has left it open. */
    static void write(Path file, String content) throws IOException {
        if (Files.exists(file)) {
            restrict(file);
        } else if (POSIX) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_OF_FILE));
        }
        Files.writeString(file, content);
    }

    /** Takes from all others what they may do with the folder and whatever is in it. */
    static void restrictAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) throws IOException {
                restrict(entered);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    restrict(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path vanished, IOException why) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void restrict(Path path) throws IOException {
        if (!POSIX) {
            return;
        }
        try {
            var permissions = EnumSet.copyOf(OWNER);
            permissions.retainAll(Files.getPosixFilePermissions(path));
            Files.setPosixFilePermissions(path, permissions);
        } catch (java.nio.file.NoSuchFileException vanished) {
            // a server that runs has deleted it meanwhile
        }
    }
}
