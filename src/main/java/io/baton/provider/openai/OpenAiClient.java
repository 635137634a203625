package io.baton.provider.openai;

import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.UserAgent;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** OpenAI over HTTP; {@code openai/mp-rest/…} configures it. */
@RegisterRestClient(configKey = "openai")
@RegisterProvider(UserAgent.class)
@RegisterProvider(ChatRequestWriter.class)
public interface OpenAiClient extends ChatClient {}
