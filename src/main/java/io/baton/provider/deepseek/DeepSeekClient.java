package io.baton.provider.deepseek;

import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.UserAgent;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** DeepSeek over HTTP; {@code deepseek/mp-rest/…} configures it. */
@RegisterRestClient(configKey = "deepseek")
@RegisterProvider(UserAgent.class)
@RegisterProvider(ChatRequestWriter.class)
public interface DeepSeekClient extends ChatClient {}
