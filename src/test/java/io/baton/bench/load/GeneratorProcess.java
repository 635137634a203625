package io.baton.bench.load;

import io.baton.bench.load.LoadGenerator.Order;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;

/** A {@link LoadGenerator} in a JVM of its own. */
final class GeneratorProcess {
    private final List<String> bearers;
    private final ChildProcess child;
    private final ObjectOutputStream out;
    private final ObjectInputStream in;

    /** @param bearers the tokens of all who may ask */
    GeneratorProcess(List<String> bearers) throws IOException {
        this.bearers = bearers;
        child = ChildProcess.java(LoadGenerator.class);
        out = new ObjectOutputStream(child.process().getOutputStream());
        in = new ObjectInputStream(new BufferedInputStream(child.process().getInputStream()));
    }

    /** Blocks until all conversations have ended. */
    Result run(Target target, Load load) {
        try {
            out.writeObject(new Order(target, load, bearers));
            out.flush();
            return (Result) in.readObject();
        } catch (IOException | ClassNotFoundException broken) {
            throw new IllegalStateException("the load generator ended", broken);
        }
    }

    /** So far. */
    Duration cpu() {
        return child.cpu();
    }
}
