package io.baton.scripted;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of a scripted provider that is started anew for each method. */
abstract class StartedProvider {
    ScriptedProvider provider;
    Client client;

    @BeforeEach
    void start() throws Exception {
        provider = ScriptedProvider.start(0);
        client = new Client(provider);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
    }
}
