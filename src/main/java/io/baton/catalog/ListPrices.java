package io.baton.catalog;

import io.baton.model.Model;
import io.baton.model.Price;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The vendors' public list prices: {@code list-prices.json}. Used for billing only if an admin decides so. */
@ApplicationScoped
public class ListPrices {
    private static final String FILE = "list-prices.json";

    private List<ListPrice> all;

    /**
     * A price published by the vendor on a given date.
     *
     * @param note  further conditions; empty if none
     * @param price its version contains the date; null if the documentation gave no price
     */
    public record ListPrice(String provider, String upstreamId, URI source, LocalDate date, String note, Price price) {}

    @PostConstruct
    void load() {
        try (var in = ListPrices.class.getResourceAsStream("/" + FILE);
                var reader = Json.createReader(in)) {
            all = read(reader.readObject());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The list price for the model's provider and upstream id. */
    public Optional<ListPrice> of(Model model) {
        return all.stream()
                .filter(each -> each.provider().equals(model.provider())
                        && each.upstreamId().equals(model.upstreamId()))
                .findFirst();
    }

    static List<ListPrice> read(JsonObject json) {
        return new Members(FILE, json)
                .objects("listPrices").stream().map(ListPrices::listPrice).toList();
    }

    private static ListPrice listPrice(Members file) {
        var entry = file.named(file.text("upstreamId"));
        var date = LocalDate.parse(entry.text("date"));
        return new ListPrice(
                entry.text("provider"),
                entry.text("upstreamId"),
                URI.create(entry.text("source")),
                date,
                entry.text("note"),
                entry.isNull("pricePer1000Tokens")
                        ? null
                        : CatalogFile.price(entry.object("pricePer1000Tokens"), "list-" + date));
    }
}
