package io.baton.dev;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.stream.Stream;

/** Passes on only headers that are meant for the other end, as RFC 9110 wants (7.6.1), and none that say who passed on what. */
record EndToEndHeaders(HttpHandler next) implements HttpHandler {
    private static final List<HttpString> OF_THIS_HOP = List.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"),
            new HttpString("TE"),
            Headers.TRAILER,
            Headers.UPGRADE,
            new HttpString("HTTP2-Settings"),
            Headers.FORWARDED);

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        strip(exchange.getRequestHeaders());
        exchange.addResponseCommitListener(each -> strip(each.getResponseHeaders()));
        next.handleRequest(exchange);
    }

    private static void strip(HeaderMap headers) {
        var named = headers.eachValue(Headers.CONNECTION);
        var alsoNamed = Stream.of(String.join(",", named).split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(HttpString::new)
                .toList();
        alsoNamed.forEach(headers::remove);
        OF_THIS_HOP.forEach(headers::remove);
    }
}
