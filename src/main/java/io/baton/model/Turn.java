package io.baton.model;

/** One utterance of a prompt. */
public record Turn(Role role, String content) {
    public enum Role {
        SYSTEM("system"),
        USER("user"),
        ASSISTANT("assistant");

        private final String wireName;

        Role(String wireName) {
            this.wireName = wireName;
        }

        /** The name in the chat-completions format. */
        public String wireName() {
            return wireName;
        }
    }
}
