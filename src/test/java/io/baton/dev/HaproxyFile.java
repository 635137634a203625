package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What {@code docs/haproxy.cfg} says about the nodes. The load balancer that stands in for haproxy does the same, so that the
 * file is read and obeyed on every machine.
 *
 * @param checkPath what a node answers with 200 while it may be asked
 * @param interval  between two checks of a node, and the longest that one may take
 * @param fall      so many checks in a row take a node out
 * @param rise      so many bring it back
 */
record HaproxyFile(
        String checkPath, Duration interval, int fall, int rise, Duration serverTimeout, List<String> lines) {
    static final Path PATH = Path.of("docs", "haproxy.cfg");
    private static final Pattern CHECK = Pattern.compile("option httpchk GET (\\S+)");
    private static final Pattern SERVERS = Pattern.compile("default-server check inter (\\S+) fall (\\d+) rise (\\d+)");
    private static final Pattern SERVER_TIMEOUT = Pattern.compile("timeout server (\\S+)");
    private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s|m)");

    static HaproxyFile read() throws IOException {
        return of(Files.readAllLines(PATH));
    }

    /** @throws CannotStart names what is not there */
    static HaproxyFile of(List<String> file) throws CannotStart {
        var lines = file.stream()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        var servers = find(lines, SERVERS);
        return new HaproxyFile(
                find(lines, CHECK).group(1),
                time(servers.group(1)),
                Integer.parseInt(servers.group(2)),
                Integer.parseInt(servers.group(3)),
                time(find(lines, SERVER_TIMEOUT).group(1)),
                lines);
    }

    private static MatchResult find(List<String> lines, Pattern wanted) throws CannotStart {
        for (var line : lines) {
            var found = wanted.matcher(line);
            if (found.matches()) {
                return found;
            }
        }
        throw new CannotStart(PATH + " has no line " + wanted);
    }

    private static Duration time(String text) throws CannotStart {
        var found = TIME.matcher(text);
        if (!found.matches()) {
            throw new CannotStart(PATH + " has an odd time: " + text);
        }
        var number = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
