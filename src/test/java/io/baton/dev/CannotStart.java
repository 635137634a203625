package io.baton.dev;

import java.io.IOException;

/** Why a node can't be started, in words for whoever started it. */
final class CannotStart extends IOException {
    private static final long serialVersionUID = 1L;

    CannotStart(String why) {
        super(why);
    }
}
