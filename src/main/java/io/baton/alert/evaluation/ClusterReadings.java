package io.baton.alert.evaluation;

import io.baton.alert.delivery.ChannelStore;
import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.catalog.Catalog;
import io.baton.cluster.LostNodes;
import io.baton.model.Model;
import io.baton.routing.ModelHealth;
import io.baton.routing.ModelHealth.Verdict;
import io.baton.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What all nodes share: models that are closed for all, lost nodes, and messages that can't be delivered. */
@ApplicationScoped
class ClusterReadings implements ReadingSource {
    private static final double CLOSED = 1;
    private static final double ALL_CLOSED = 2;

    @Inject
    Catalog catalog;

    @Inject
    Router router;

    @Inject
    ModelHealth health;

    @Inject
    LostNodes nodes;

    @Inject
    ChannelStore channels;

    @Override
    public Set<AlertRule> rules() {
        return EnumSet.of(AlertRule.MODEL_CLOSED, AlertRule.NODE_LOST, AlertRule.DELIVERY_LATE);
    }

    @Override
    public List<Reading> read(Instant now) {
        var readings = new ArrayList<>(closedModels());
        for (var lost : nodes.all()) {
            readings.add(Reading.of(
                    AlertRule.NODE_LOST, "node:" + lost.id(), lost.seconds().doubleValue(), 0));
        }
        for (var channel : channels.progress()) {
            if (channel.oldest() != null) {
                var seconds = Duration.between(channel.oldest(), now).toSeconds();
                readings.add(Reading.of(AlertRule.DELIVERY_LATE, "channel:" + channel.name(), seconds, 0));
            }
        }
        return readings;
    }

    /** What an admin has disabled is no news; but it counts where no model is left. */
    private List<Reading> closedModels() {
        var configured = catalog.models().stream().filter(router::isConfigured).toList();
        var readings = new ArrayList<Reading>();
        var open = 0;
        for (var model : configured) {
            switch (health.of(model).verdict()) {
                case Verdict.Failing failing -> readings.add(closed(model));
                case Verdict.Paused paused -> readings.add(closed(model));
                case Verdict.Available available -> open++;
                case Verdict.Busy busy -> open++;
                case Verdict.Unreachable unreachable -> {}
                case Verdict.Disabled disabled -> {}
            }
        }
        if (open == 0 && !configured.isEmpty()) {
            readings.add(Reading.of(AlertRule.MODEL_CLOSED, Reading.SITE, ALL_CLOSED, 0));
        }
        return readings;
    }

    static Reading closed(Model model) {
        return Reading.of(AlertRule.MODEL_CLOSED, Reading.model(model.id()), CLOSED, 0);
    }
}
