package io.baton.outside;

import io.baton.testing.Api;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What real providers replied, by each provider that is there without more configuration. */
class RecordingsIT {
    private final Recordings recordings =
            new Recordings(Api.somebody(), Map.of("qwen", "qwen2.5", "gemma", "gemma-3", "openai", "gpt-4"));

    @TestFactory
    Stream<DynamicTest> aRecordedStreamIsStoredAsItWasSaid() throws IOException {
        return recordings.streams();
    }

    @TestFactory
    Stream<DynamicTest> aRecordedReplyIsStoredAsItWasSaid() throws IOException {
        return recordings.replies();
    }
}
