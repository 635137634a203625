package io.baton.provider.gemma;

import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.UserAgent;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Google's Gemma over HTTP; {@code gemma/mp-rest/…} configures it. */
@RegisterRestClient(configKey = "gemma")
@RegisterProvider(UserAgent.class)
@RegisterProvider(ChatRequestWriter.class)
public interface GemmaClient extends ChatClient {}
