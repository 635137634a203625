package io.baton.model;

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

/** What the vendors say publicly that their models cost: {@code list-prices.json}. Nobody is billed at them unless an admin says so. */
@ApplicationScoped
public class ListPrices {
    private static final String FILE = "list-prices.json";

    private List<ListPrice> all;

    /**
     * What a vendor's public documentation said on a day.
     *
     * @param note  what else is to be known; empty: nothing
     * @param price its version names that day; null: the documentation did not tell
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

    /** That of the very model that is asked, whatever it is called here. */
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
