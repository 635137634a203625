package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProviderReplyTest {
    private final CountDownLatch providerEnds = new CountDownLatch(1);

    @Test
    void hangingUpDoesNotWaitForTheProvider() throws Exception {
        assertEquals("hung up", closedBy(ProviderReply::disconnect));
    }

    @Test
    void anOrderlyEndIsReadToItsEnd() throws Exception {
        providerEnds.countDown();
        assertEquals("read to the end", closedBy(ProviderReply::closeRegularly));
    }

    @Test
    void aProviderThatNeverEndsIsHungUpAllTheSame() throws Exception {
        assertEquals("hung up", closedBy(ProviderReply::closeRegularly));
    }

    private String closedBy(Consumer<ProviderReply> finalizer) throws Exception {
        var result = new CompletableFuture<String>();
        finalizer.accept(new ProviderReply(200, InputStream::nullInputStream, () -> {
            try {
                providerEnds.await();
                result.complete("read to the end");
            } catch (InterruptedException e) {
                result.complete("hung up");
            }
        }));
        return result.get(20, TimeUnit.SECONDS);
    }
}
