package io.baton.inside;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the scripted provider has seen, asked over HTTP as it runs outside the server. */
public final class Seen {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Seen() {}

    /** The requests whose last user message contains {@code mark}, oldest first. */
    public static List<JsonObject> requests(String mark) {
        return all().getValuesAs(JsonObject.class).stream()
                .filter(request -> request.getString("lastUserMessage").contains(mark))
                .toList();
    }

    /** How the only request with that mark ended, such as {@code hung-up}. */
    public static String outcome(String mark) {
        var requests = requests(mark);
        return requests.size() == 1 ? requests.getFirst().getString("outcome") : requests.size() + " requests";
    }

    private static JsonArray all() {
        var qwen = ConfigProvider.getConfig().getValue("qwen/mp-rest/url", URI.class);
        var request = HttpRequest.newBuilder(qwen.resolve("/control/requests")).build();
        try (var reader = Json.createReader(
                HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()).body())) {
            return reader.readArray();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
