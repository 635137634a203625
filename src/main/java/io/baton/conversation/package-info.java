/**
 * Conversations and their messages: listing, reading, renaming, deleting, exporting. Entry point: {@link
 * io.baton.conversation.ConversationStore}. Answers are generated in {@code generation}.
 */
package io.baton.conversation;
