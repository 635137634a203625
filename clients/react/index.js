import { useCallback, useEffect, useMemo, useState } from 'react';
import { BatonClient } from './baton-client.js';

/**
 * A conversation with Baton. The options are those of BatonClient; they are read once, except `token`, `model` and
 * `language`, which may change.
 */
export function useChatSSE(options = {}) {
  const [client] = useState(() => new BatonClient(options));
  const [shown, setShown] = useState(() => look(client));
  Object.assign(client, { token: options.token, model: options.model, language: options.language });

  useEffect(() => {
    const update = () => setShown(look(client));
    const types = ['state', 'start', 'chunk', 'switch', 'complete', 'error'];
    types.forEach((type) => client.addEventListener(type, update));
    return () => {
      types.forEach((type) => client.removeEventListener(type, update));
      client.disconnect();
    };
  }, [client]);

  const sendMessage = useCallback((message, how) => client.sendMessage(message, how), [client]);
  const disconnect = useCallback(() => client.disconnect(), [client]);
  const stop = useCallback(() => client.stop(), [client]);
  const retry = useCallback(() => client.retry(), [client]);
  const resume = useCallback((conversationId) => client.resume(conversationId), [client]);
  return useMemo(() => ({ ...shown, sendMessage, disconnect, stop, retry, resume }),
    [shown, sendMessage, disconnect, stop, retry, resume]);
}

/** The current state; copies the message, since the client modifies its own. */
function look(client) {
  const message = client.currentMessage;
  return {
    state: client.state,
    isConnected: client.isConnected,
    error: client.error,
    currentMessage: message && { ...message, spans: [...message.spans], switches: [...message.switches] },
    conversationId: client.conversationId ?? null,
  };
}
