package io.baton.audit;

/**
 * Where an act comes from.
 *
 * @param userId     null: from Baton itself
 * @param name       for people; empty: not known
 * @param address    a literal; empty: none
 * @param proof      how the caller proved who they are; {@code none} if nobody did
 * @param credential the id of the session or key; null: it has none
 * @param traceId    of the caller's trace; null: there is none
 */
record Origin(String userId, String name, String address, String proof, String credential, String traceId) {
    static final Origin BATON = new Origin(null, "", "", "none", null, null);

    boolean isPerson() {
        return userId != null;
    }

    /** Of somebody else, at the same place. */
    Origin of(String user, String called, String provedBy) {
        return new Origin(user, called, address, provedBy, null, traceId);
    }

    Origin with(String otherCredential) {
        return new Origin(userId, name, address, proof, otherCredential, traceId);
    }
}
