package io.baton.platform;

/** The connection pools to PostgreSQL. What must go on while another one is full has its own. */
public enum Pool {
    /** For all that is not named below. */
    MAIN("jdbc/baton"),
    /** For ending answers, going on with them and taking them over. */
    SETTLEMENT("jdbc/baton-settlement"),
    /** For saying and finding out that a node lives. */
    HEARTBEAT("jdbc/baton-heartbeat");

    private final String jndiName;

    Pool(String jndiName) {
        this.jndiName = jndiName;
    }

    String jndiName() {
        return jndiName;
    }
}
