package io.baton.provider.qwen;

import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.UserAgent;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Alibaba's Qwen (DashScope) over HTTP; {@code qwen/mp-rest/…} configures it. */
@RegisterRestClient(configKey = "qwen")
@RegisterProvider(UserAgent.class)
@RegisterProvider(ChatRequestWriter.class)
public interface QwenClient extends ChatClient {}
