package io.baton.dev;

/** Somebody else listened on a port between the look at it and the start there. */
final class PortTaken extends CannotStart {
    private static final long serialVersionUID = 1L;

    PortTaken(String why) {
        super(why);
    }
}
