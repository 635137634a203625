package io.baton.alert.delivery;

import io.baton.alert.delivery.ChannelStore.Progress;
import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.JsonBody;
import io.baton.platform.Ids;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sets where alerts are sent. Secrets, and the paths of URLs, are never given back. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/alerts/channels")
@Produces(MediaType.APPLICATION_JSON)
public class ChannelsResource {
    /** Tests hold a thread of the server each, so there are few at a time. */
    private static final Semaphore TESTS = new Semaphore(2);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    @Inject
    ChannelStore channels;

    @Inject
    ChannelBody body;

    @Inject
    Sender sender;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    @Context
    SecurityContext security;

    @Context
    HttpServletResponse response;

    /**
     * A channel, and how its deliveries are doing.
     *
     * @param target for a webhook only the beginning of its URL
     */
    public record ChannelView(
            String name,
            String kind,
            String target,
            boolean signed,
            String language,
            String least,
            boolean enabled,
            long pending,
            int failures,
            Instant retryAt,
            String lastError) {}

    /** @param error absent if it was delivered */
    public record TestView(boolean delivered, String error) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public List<ChannelView> all() {
        var progress = progress();
        return channels.all().stream().map(each -> view(each, progress)).toList();
    }

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("{name}")
    public ChannelView get(@PathParam("name") String name) {
        return tagged(found(name));
    }

    /** Sets or replaces a channel. An absent secret or address stays as it is. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ChannelView put(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonObject json) {
        var channel = body.channel(name, new JsonBody(json), channels.find(name).orElse(null));
        channels.put(channel, Caller.of(security).userId(), ifMatch);
        return tagged(channel);
    }

    /** Removes a channel with all that waits for it. */
    @DELETE
    @Path("{name}")
    public void delete(@PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        channels.delete(name, ifMatch);
    }

    private ChannelView tagged(Channel channel) {
        channels.version(channel.name()).ifPresent(version -> response.setHeader(HttpHeaders.ETAG, version.tag()));
        return view(channel, progress());
    }

    /** Sends a message at once, and says what the receiver made of it. */
    @POST
    @Path("{name}/test")
    public TestView test(@PathParam("name") String name) {
        var channel = found(name);
        if (!TESTS.tryAcquire()) {
            throw Problem.temporary(Problem.Kind.RATE_LIMITED, TRY_AGAIN, "problem.tests-at-once");
        }
        try {
            audit.record(Action.ALERT_CHANNEL_TESTED, "channel:" + name, null, null);
            return switch (sender.send(channel, message(channel))) {
                case Receipt.Delivered() -> new TestView(true, null);
                case Receipt.Refused(var reason) -> new TestView(false, reason);
                case Receipt.Failed(var reason, var after) -> new TestView(false, reason);
            };
        } finally {
            TESTS.release();
        }
    }

    private Message message(Channel channel) {
        var language = channel.language();
        var text = new Notice.Text(language.text("alert.test.title"), language.text("alert.test.detail"));
        var notice = new Notice(
                UUID.randomUUID(),
                "test",
                "channel:" + channel.name(),
                1,
                "test",
                false,
                0,
                0,
                clock.instant(),
                Map.<Language, Notice.Text>of(language, text));
        return Message.of(Ids.next(), notice, text);
    }

    private Channel found(String name) {
        return channels.find(name).orElseThrow(() -> Problem.notFound("channel", name));
    }

    private Map<String, Progress> progress() {
        return channels.progress().stream().collect(Collectors.toMap(Progress::name, Function.identity()));
    }

    private static ChannelView view(Channel channel, Map<String, Progress> all) {
        var progress = all.getOrDefault(channel.name(), new Progress(channel.name(), 0, null, 0, null, null));
        return new ChannelView(
                channel.name(),
                channel.kind().name().toLowerCase(Locale.ROOT),
                ChannelBody.shown(channel),
                channel.secret() != null,
                channel.language().code(),
                channel.least().name().toLowerCase(Locale.ROOT),
                channel.enabled(),
                progress.pending(),
                progress.failures(),
                progress.retryAt(),
                progress.lastError());
    }
}
