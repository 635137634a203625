package io.baton.platform;

/** The connection pools to PostgreSQL. Work that must continue while another pool is exhausted has its own. */
public enum Pool {
    /** For everything else. */
    MAIN("jdbc/baton"),
    /** For ending, resuming and taking over answers. */
    SETTLEMENT("jdbc/baton-settlement"),
    /** For heartbeats. */
    HEARTBEAT("jdbc/baton-heartbeat");

    private final String jndiName;

    Pool(String jndiName) {
        this.jndiName = jndiName;
    }

    String jndiName() {
        return jndiName;
    }
}
