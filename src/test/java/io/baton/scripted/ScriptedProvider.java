package io.baton.scripted;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Plays the providers Qwen, Gemma, OpenAI and DeepSeek, and two more servers, on the loopback address. An open one keeps its JVM alive. All methods may be
 * called from any thread; those that name a vendor throw {@link IllegalArgumentException} for one that is not played.
 */
public final class ScriptedProvider implements AutoCloseable {
    private static final List<String> VENDORS = List.of("qwen", "gemma", "openai", "deepseek", "ollama", "vllm");
    private static final int BACKLOG = 4096;
    private static final long RETRY_NANOS = 10_000_000;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Vendor> vendors = new TreeMap<>();
    private final RequestLog log = new RequestLog();
    private final Completions completions = new Completions(log);
    private final Control control = new Control(this);

    private ScriptedProvider(ServerSocket server) {
        this.server = server;
        VENDORS.forEach(name -> vendors.put(name, new Vendor(name)));
    }

    /**
     * Listens when it returns.
     *
     * @param port 0: any that is free
     */
    public static ScriptedProvider start(int port) throws IOException {
        var server = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        ScriptedProvider provider = new ScriptedProvider(server);
        Thread.ofPlatform().name("scripted-provider").start(provider::accept);
        return provider;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Ends before {@code /chat/completions}. */
    public String baseUrl(String vendor) {
        return "http://127.0.0.1:" + port() + "/" + vendor(vendor).name() + "/v1";
    }

    /** What requests to {@code vendor} do from now on, save for what their directives say. */
    public void script(String vendor, Script script) {
        vendor(vendor).follow(script);
    }

    /** All vendors do everything by default again; recordings go too. */
    public void resetScripts() {
        vendors.values().forEach(vendor -> {
            vendor.follow(Script.DEFAULT);
            vendor.replay(null);
        });
    }

    /** {@code vendor} answers with this from now on; faults before the headers still strike. */
    public void recording(String vendor, Recording recording) {
        vendor(vendor).replay(recording);
    }

    public void removeRecording(String vendor) {
        vendor(vendor).replay(null);
    }

    /** The last 10,000, oldest first, running ones too. */
    public List<SeenRequest> requests() {
        return log.requests();
    }

    public void clearRequests() {
        log.clear();
    }

    /** Blocks until some request is as wanted, and returns the oldest such; empty if there is none in time. */
    public Optional<SeenRequest> awaitRequest(Predicate<SeenRequest> wanted, Duration atMost) {
        return log.await(wanted, atMost);
    }

    /** By vendor, since the start. */
    public Map<String, Billing> billing() {
        Map<String, Billing> billing = new TreeMap<>();
        vendors.forEach((name, vendor) -> billing.put(name, vendor.billing()));
        return billing;
    }

    /** Closes the connections over which nothing is being answered, as providers do after a while. */
    public void closeIdle() {
        for (Socket socket : open) {
            if (!busy.contains(socket)) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is closed already.
                }
            }
        }
    }

    /** Breaks off what runs. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // Closed, which ends the loop; or out of file descriptors, which passes.
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (socket) {
            if (!server.isClosed()) {
                new Connection(socket, (request, wire) -> answer(socket, request, wire)).run();
            }
        } catch (IOException e) {
            // It could not be closed, so it is closed already.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Socket socket, HttpRequest request, Wire wire) throws IOException {
        busy.add(socket);
        try {
            answer(request, wire);
        } finally {
            busy.remove(socket);
        }
    }

    private void answer(HttpRequest request, Wire wire) throws IOException {
        if (request.path().startsWith("/control/")) {
            control.answer(request, wire);
            return;
        }
        Optional<Vendor> vendor = vendors.values().stream()
                .filter(each -> request.is("POST", "/" + each.name() + "/v1/chat/completions"))
                .findFirst();
        if (vendor.isPresent()) {
            completions.answer(vendor.get(), request, wire);
        } else {
            wire.send(
                    404, "application/json", "", JsonText.error("No such path.", "invalid_request_error", "not_found"));
        }
    }

    private Vendor vendor(String name) {
        Vendor vendor = vendors.get(name);
        if (vendor == null) {
            throw new IllegalArgumentException("not played here: " + name);
        }
        return vendor;
    }
}
