/**
 * The main use: a question becomes an answer, the answer a log of frames, and every reader follows that log. Front doors:
 * {@link io.baton.chat.Chat} for what may be done, {@link io.baton.chat.Frames} for what was said. An answer has
 * exactly one terminal frame, and is owned by the server, not by a socket.
 */
package io.baton.chat;
