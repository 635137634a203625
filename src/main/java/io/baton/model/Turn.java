package io.baton.model;

import java.util.List;

/**
 * One message of a prompt.
 *
 * @param calls  tool calls of the assistant; empty for every other role
 * @param callId the tool call that a tool's result belongs to; null for every other role
 * @param name   distinguishes speakers of the same role; may be null
 * @param state  of the assistant's provider
 */
public record Turn(Role role, String content, List<ToolCall> calls, String callId, String name, ProviderState state) {
    public enum Role {
        SYSTEM("system"),
        USER("user"),
        ASSISTANT("assistant"),
        TOOL("tool");

        private final String wireName;

        Role(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the chat-completions format. */
        public String wireName() {
            return wireName;
        }
    }

    public Turn {
        calls = List.copyOf(calls);
    }

    /** A message without a state. */
    public Turn(Role role, String content, List<ToolCall> calls, String callId, String name) {
        this(role, content, calls, callId, name, ProviderState.NONE);
    }

    /** A text message. */
    public Turn(Role role, String content) {
        this(role, content, List.of(), null, null);
    }
}
