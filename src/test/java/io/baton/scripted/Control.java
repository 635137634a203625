package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;

/** {@code /control/…}: scripts and recordings of the vendors, and what has been seen and billed. */
final class Control {
    private static final String SCRIPT = "/control/script";
    private static final String RECORDING = "/control/recording";

    private final ScriptedProvider provider;

    Control(ScriptedProvider provider) {
        this.provider = provider;
    }

    void answer(HttpRequest request, Wire wire) throws IOException {
        try {
            String body = result(request);
            wire.send(body.isEmpty() ? 404 : 200, "application/json", "", body);
        } catch (IllegalArgumentException | JsonException | ClassCastException e) {
            wire.send(400, "application/json", "", JsonText.error(e.getMessage(), "invalid_request_error", "control"));
        }
    }

    /** JSON; empty if there is no such call. */
    private String result(HttpRequest request) {
        String path = request.path();
        if (request.is("GET", "/control/requests")) {
            return requests();
        }
        if (request.is("GET", "/control/billing")) {
            return billing();
        }
        if (request.is("DELETE", "/control/requests")) {
            provider.clearRequests();
        } else if (request.is("DELETE", SCRIPT)) {
            provider.resetScripts();
        } else if (path.startsWith(SCRIPT + "/")) {
            return script(request, path.substring(SCRIPT.length() + 1));
        } else if (path.startsWith(RECORDING + "/")) {
            return recording(request, path.substring(RECORDING.length() + 1));
        } else {
            return "";
        }
        return "{}";
    }

    private String script(HttpRequest request, String vendor) {
        switch (request.method()) {
            case "PUT" -> {
                try (var reader = Json.createReader(new StringReader(request.text()))) {
                    provider.script(vendor, Script.of(reader.readObject()));
                }
            }
            case "DELETE" -> provider.script(vendor, Script.DEFAULT);
            default -> {
                return "";
            }
        }
        return "{}";
    }

    private String recording(HttpRequest request, String vendor) {
        switch (request.method()) {
            case "PUT" -> {
                String slice = request.headers().getOrDefault("x-slice", "0");
                provider.recording(
                        vendor,
                        new Recording(
                                request.headers().getOrDefault("content-type", "text/event-stream"),
                                request.body(),
                                Integer.parseInt(slice)));
            }
            case "DELETE" -> provider.removeRecording(vendor);
            default -> {
                return "";
            }
        }
        return "{}";
    }

    private String requests() {
        JsonArrayBuilder requests = Json.createArrayBuilder();
        provider.requests().forEach(request -> requests.add(request.json()));
        return requests.build().toString();
    }

    private String billing() {
        JsonObjectBuilder vendors = Json.createObjectBuilder();
        provider.billing()
                .forEach((vendor, billing) -> vendors.add(
                        vendor,
                        Json.createObjectBuilder()
                                .add("requests", billing.requests())
                                .add("promptTokens", billing.promptTokens())
                                .add("completionTokens", billing.completionTokens())));
        return vendors.build().toString();
    }
}
