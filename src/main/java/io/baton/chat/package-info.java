/**
 * The HTTP layer of the chat: resources, the event stream format, readers that follow an answer's log, and resumption.
 * Entry points: {@link io.baton.chat.Chat}, and {@link io.baton.chat.StatelessAnswers} for callers that keep the
 * history themselves.
 */
package io.baton.chat;
