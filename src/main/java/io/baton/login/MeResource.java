package io.baton.login;

import io.baton.apikey.store.ApiKey;
import io.baton.security.Caller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;

/** Returns who the caller is. */
@Path("auth/me")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
    @Context
    SecurityContext security;

    /** The caller; roles in alphabetical order. {@code apiKeyId} is absent unless the caller uses an API key. */
    public record CallerView(String userId, String name, List<String> roles, UUID apiKeyId) {}

    @GET
    public CallerView me() {
        var caller = Caller.of(security);
        return new CallerView(
                caller.userId(),
                caller.displayName(),
                caller.roles().stream().sorted().toList(),
                caller.key().map(ApiKey::id).orElse(null));
    }
}
