package io.baton.dev;

import java.io.IOException;

/** Why a node can't be started, in words for whoever started it. */
sealed class CannotStart extends IOException permits PortTaken {
    private static final long serialVersionUID = 1L;

    CannotStart(String why) {
        super(why);
    }
}
