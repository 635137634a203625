package io.baton.model;

import java.util.List;

/**
 * One utterance of a prompt.
 *
 * @param calls  the tools that the assistant has called; empty for every other role
 * @param callId whose result a tool tells; null for every other role
 * @param name   tells speakers of the same role apart; null: not named
 */
public record Turn(Role role, String content, List<ToolCall> calls, String callId, String name) {
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

    /** Plain words. */
    public Turn(Role role, String content) {
        this(role, content, List.of(), null, null);
    }
}
