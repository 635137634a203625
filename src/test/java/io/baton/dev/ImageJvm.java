package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The JVM that the image runs on, as the Dockerfile names it. */
record ImageJvm(int major) {
    private static final String VENDOR = "Eclipse Adoptium";
    private static final Pattern RUNTIME = Pattern.compile("(?m)^FROM eclipse-temurin:(\\d+)-jre\\b");

    static ImageJvm read() throws IOException {
        var from = RUNTIME.matcher(Files.readString(Path.of("Dockerfile")));
        if (!from.find()) {
            throw new IOException("the Dockerfile names no Temurin JRE");
        }
        return new ImageJvm(Integer.parseInt(from.group(1)));
    }

    boolean isThisOne() {
        return Runtime.version().feature() == major
                && System.getProperty("java.vendor").equals(VENDOR);
    }

    @Override
    public String toString() {
        return "Temurin " + major;
    }
}
