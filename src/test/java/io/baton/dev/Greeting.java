package io.baton.dev;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said once all is up: where everything is, and which variables would have moved it. */
final class Greeting {
    private Greeting() {}

    static String of(
            Target target, PortPlan ports, String url, Map<String, String> environment, Path data, long seconds) {
        return """

                Baton is ready after %d s.
                  Chat      %s/
                  Console   %s/console/
                  API       %s/openapi/ui
                  Logins    author/author, reader/reader, admin/admin
                  Database  %s
                  Redis     %s
                  Ports     %s
                  Logs      %s
                %s
                """.formatted(
                seconds,
                url,
                url,
                url,
                environment.get("DB_URL"),
                environment.get("REDIS_URL"),
                target.listeners().stream()
                        .map(each -> ports.of(each) + " " + each.words + " (" + each.variable + ")")
                        .collect(Collectors.joining("\n            ")),
                target.nodes.stream()
                        .map(node ->
                                data.resolve(node.folder).resolve("console.log").toString())
                        .collect(Collectors.joining("\n            ")),
                target.hasFirst() ? "Ctrl-C stops everything." : "Ctrl-C stops this node; the first one stays.");
    }
}
