package io.baton.dev;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What a further node needs to join the first one, in a file beside the data. It holds keys. */
record SharedSettings(Path file) {
    void write(Map<String, String> environment) throws IOException {
        var properties = new Properties();
        properties.putAll(environment);
        var text = new StringWriter();
        properties.store(text, "What a further node needs");
        PrivateFiles.write(file, text.toString());
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** @throws CannotStart where the first node has not written it yet */
    Map<String, String> read() throws IOException {
        if (!Files.exists(file)) {
            throw new CannotStart("The first node is not ready yet; start the second once it is.");
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        var environment = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> environment.put(name, properties.getProperty(name)));
        return environment;
    }
}
