/**
 * Conversations and the messages in them: listing, reading, renaming, deleting, exporting. Front door: {@link
 * io.baton.conversation.ConversationStore}. Not how an answer comes to be: that is {@code chat}.
 */
package io.baton.conversation;
