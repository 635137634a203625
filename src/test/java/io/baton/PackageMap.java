package io.baton;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may import whom. The table of ARCHITECTURE.md is the same. Names are relative to {@code io.baton}. */
final class PackageMap {
    private static final Map<String, Set<String>> MAY_IMPORT = new LinkedHashMap<>();

    static {
        rule("settings");
        rule("outage");
        rule("platform", "outage", "settings");
        rule("http", "platform");
        rule("cluster", "platform", "settings");
        rule("model");
        rule("catalog", "settings", "model");
        rule("telemetry", "settings", "catalog", "model");
        rule("keyfile");
        rule("token", "keyfile", "outage", "platform", "settings");
        rule("apikey.store", "http", "platform");
        rule("security", "apikey.store", "settings", "http", "platform", "token");
        rule("audit", "apikey.store", "cluster", "http", "model", "platform", "security", "settings");
        rule("oidc", "settings", "platform", "security", "token");
        rule("login", "apikey.store", "audit", "oidc", "platform", "security", "settings", "token");
        rule("edge", "http", "platform", "security");
        rule("provider.format", "model");
        rule("provider.connection", "model", "outage", "platform", "settings");
        rule("provider.wire", "model", "provider.connection", "provider.format", "telemetry");
        rule("provider.qwen", "settings", "model", "provider.connection", "provider.wire");
        rule("provider.gemma", "settings", "model", "provider.connection", "provider.wire");
        rule("provider.openai", "settings", "model", "provider.connection", "provider.wire");
        rule("provider.deepseek", "settings", "model", "provider.connection", "provider.wire");
        rule("provider.compatible", "catalog", "model", "provider.connection", "provider.wire");
        rule("routing", "audit", "catalog", "http", "model", "platform", "settings");
        rule("conversation", "http", "platform", "security");
        rule("ledger", "catalog", "http", "model", "platform", "settings");
        rule("budget", "audit", "http", "ledger", "model", "platform", "security", "settings");
        rule("statistics", "audit", "budget", "catalog", "http", "ledger", "model", "platform", "security");
        rule("pricing", "audit", "catalog", "http", "model", "platform", "security", "statistics");
        rule("limits", "settings", "platform");
        rule("entitlement", "limits", "model", "security");
        rule(
                "group",
                "audit",
                "budget",
                "catalog",
                "entitlement",
                "http",
                "limits",
                "model",
                "platform",
                "security",
                "token");
        rule(
                "apikey.admin",
                "apikey.store",
                "audit",
                "budget",
                "catalog",
                "entitlement",
                "http",
                "limits",
                "model",
                "platform",
                "security",
                "settings",
                "token");
        rule("answercache", "audit", "http", "model", "platform", "security", "settings");
        rule(
                "answer",
                "answercache",
                "budget",
                "catalog",
                "cluster",
                "conversation",
                "entitlement",
                "ledger",
                "limits",
                "model",
                "platform",
                "routing",
                "security",
                "settings",
                "telemetry");
        rule("answerlog", "answer", "cluster", "model", "platform");
        rule(
                "generation",
                "answer",
                "answercache",
                "answerlog",
                "apikey.store",
                "budget",
                "catalog",
                "cluster",
                "ledger",
                "model",
                "platform",
                "routing",
                "telemetry");
        rule(
                "recovery",
                "answer",
                "answerlog",
                "budget",
                "catalog",
                "cluster",
                "conversation",
                "generation",
                "ledger",
                "limits",
                "model",
                "platform",
                "telemetry");
        rule(
                "chat",
                "answer",
                "answerlog",
                "catalog",
                "cluster",
                "generation",
                "http",
                "limits",
                "model",
                "platform",
                "security",
                "telemetry");
        rule("compat", "answer", "catalog", "chat", "entitlement", "http", "model", "platform", "security");
        rule("alert.delivery", "audit", "http", "platform", "security", "settings");
        rule("alert.state", "alert.delivery", "audit", "http", "limits", "platform", "security");
        rule(
                "alert.evaluation",
                "alert.delivery",
                "alert.state",
                "answerlog",
                "budget",
                "catalog",
                "cluster",
                "ledger",
                "model",
                "platform",
                "pricing",
                "routing",
                "security",
                "settings",
                "statistics",
                "token");
        rule(
                "monitoring",
                "answercache",
                "answerlog",
                "audit",
                "budget",
                "catalog",
                "chat",
                "cluster",
                "entitlement",
                "generation",
                "http",
                "ledger",
                "limits",
                "model",
                "outage",
                "platform",
                "pricing",
                "routing",
                "security",
                "statistics",
                "token");
        rule(
                "warmup",
                "answer",
                "answerlog",
                "budget",
                "catalog",
                "limits",
                "model",
                "platform",
                "provider.wire",
                "security",
                "settings");
        rule("person", "audit", "generation", "platform", "security", "settings", "statistics");
        rule("console", "statistics");
    }

    private PackageMap() {}

    static Set<String> packages() {
        return MAY_IMPORT.keySet();
    }

    /** Without the package itself. */
    static Set<String> mayBeImportedBy(String importer) {
        return MAY_IMPORT.get(importer);
    }

    /** The package that the class is in, where it is one of ours. */
    static String packageOf(String fullName) {
        var relative = fullName.replaceFirst("^io\\.baton\\.", "");
        return packages().stream()
                .filter(each -> relative.startsWith(each + "."))
                .findFirst()
                .orElse(relative);
    }

    /** In layers: whatever is imported has its rule before. */
    private static void rule(String importer, String... imported) {
        if (!MAY_IMPORT.keySet().containsAll(List.of(imported))) {
            throw new IllegalStateException(importer + " imports a package that stands below it");
        }
        MAY_IMPORT.put(importer, new TreeSet<>(List.of(imported)));
    }
}
