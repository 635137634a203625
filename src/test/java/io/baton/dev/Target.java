package io.baton.dev;

import static io.baton.dev.PortPlan.Listener.BALANCER;
import static io.baton.dev.PortPlan.Listener.NODE_1;
import static io.baton.dev.PortPlan.Listener.NODE_1_TLS;
import static io.baton.dev.PortPlan.Listener.NODE_2;
import static io.baton.dev.PortPlan.Listener.NODE_2_TLS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is to be started: {@code -Dnode=1}, {@code 2} or {@code both}. */
enum Target {
    ONE(List.of(Node.FIRST)),
    TWO(List.of(Node.SECOND)),
    BOTH(List.of(Node.FIRST, Node.SECOND));

    /** A node's folder and lock have its name. */
    enum Node {
        FIRST("node1", NODE_1, NODE_1_TLS),
        SECOND("node2", NODE_2, NODE_2_TLS);

        final String folder;
        final PortPlan.Listener http;
        final PortPlan.Listener https;

        Node(String folder, PortPlan.Listener http, PortPlan.Listener https) {
            this.folder = folder;
            this.http = http;
            this.https = https;
        }

        /** @param run where the locks are */
        CannotStart alreadyRunning(Path run) {
            var what = this == FIRST ? "Baton" : "The second node";
            var instead = this == FIRST ? ", or start a second node: ./mvnw -Dnode=2" : ".";
            try {
                return new CannotStart(RunLock.urlOfHolder(run, folder)
                        .map(url -> what + " is already running at " + url + "; stop it first (Ctrl-C)" + instead)
                        .orElse(what + " is being started already."));
            } catch (IOException unreadable) {
                return new CannotStart(what + " is already running.");
            }
        }
    }

    final List<Node> nodes;

    Target(List<Node> nodes) {
        this.nodes = nodes;
    }

    static Target named(String name) throws CannotStart {
        return switch (name) {
            case "1" -> ONE;
            case "2" -> TWO;
            case "both" -> BOTH;
            default -> throw new CannotStart("-Dnode=" + name + ": it is 1, 2 or both.");
        };
    }

    /** The one that the services belong to. */
    boolean hasFirst() {
        return nodes.contains(Node.FIRST);
    }

    List<PortPlan.Listener> listeners() {
        var listeners = new ArrayList<PortPlan.Listener>();
        nodes.forEach(node -> listeners.addAll(List.of(node.http, node.https)));
        if (this == BOTH) {
            listeners.add(BALANCER);
        }
        return listeners;
    }
}
