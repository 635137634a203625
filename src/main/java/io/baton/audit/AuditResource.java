package io.baton.audit;

import io.baton.http.Paging;
import io.baton.platform.Problem;
import io.baton.security.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The record of who did what. */
@RolesAllowed(Caller.ADMIN)
@Path("admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    @Inject
    AuditSearch search;

    /**
     * A page of records, the newest first.
     *
     * @param next the {@code cursor} of the next page; absent: this is the last one
     */
    public record AuditPage(List<AuditLine> records, String next) {}

    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    public AuditPage list(
            @QueryParam("userId") String userId,
            @QueryParam("action") String action,
            @QueryParam("subject") String subject,
            @QueryParam("start") String start,
            @QueryParam("end") String end,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        var filter = AuditFilter.parse(userId, action, subject, start, end);
        var size = Paging.of(null, limit).limit();
        var records = search.newest(filter, cursor == null ? null : number("cursor", cursor), size);
        return new AuditPage(
                records,
                records.size() < size ? null : Long.toString(records.getLast().seq()));
    }

    /** All of them, the oldest first; {@code after}: only those with a higher {@code seq}. */
    @GET
    @RolesAllowed({Caller.ADMIN, Caller.AUDITOR})
    @Path("export")
    @Produces({"text/csv", "application/jsonl"})
    public Response export(
            @QueryParam("userId") String userId,
            @QueryParam("action") String action,
            @QueryParam("subject") String subject,
            @QueryParam("start") String start,
            @QueryParam("end") String end,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("format") @DefaultValue("csv") String format) {
        var filter = AuditFilter.parse(userId, action, subject, start, end);
        var first = number("after", after);
        var export = new AuditExport(search, filter, first, search.complete());
        var response = switch (format) {
            case "csv" -> Response.ok(export.csv(), "text/csv;charset=UTF-8");
            case "jsonl" -> Response.ok(export.jsonLines(), "application/jsonl;charset=UTF-8");
            default -> throw Problem.badField("format", "problem.one-of", "format", "csv, jsonl");
        };
        return response.header("Content-Disposition", "attachment; filename=\"audit." + format + "\"")
                .build();
    }

    private static long number(String field, String text) {
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        throw Problem.badField(field, "problem.cursor", field);
    }
}
