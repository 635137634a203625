/**
 * The HTTP edge of the chat: resources, the format of the event stream, readers that follow an answer's log, and resumption. Front
 * doors: {@link io.baton.chat.Chat} for everything a caller may do, {@link io.baton.chat.StatelessAnswers} for callers that keep
 * the history themselves.
 */
package io.baton.chat;
