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
        rule("platform");
        rule("security", "platform");
        rule("edge", "platform", "security");
        rule("model", "platform");
        rule("provider.wire", "platform", "model");
        rule("provider.qwen", "platform", "model", "provider.wire");
        rule("provider.gemma", "platform", "model", "provider.wire");
        rule("provider.openai", "platform", "model", "provider.wire");
        rule("provider.deepseek", "platform", "model", "provider.wire");
        rule("provider.compatible", "platform", "model", "provider.wire");
        rule("routing", "platform", "model");
        rule("conversation", "platform", "security", "model");
        rule("usage", "platform", "security", "model");
        rule("limits", "platform", "security", "model", "usage", "routing");
        rule("chat", "platform", "security", "model", "routing", "conversation", "usage", "limits");
        rule("compat", "platform", "security", "model", "chat");
        rule("monitoring", "platform", "security", "model", "routing", "usage");
        rule(
                "console",
                "platform",
                "security",
                "model",
                "routing",
                "conversation",
                "usage",
                "limits",
                "chat",
                "monitoring");
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

    private static void rule(String importer, String... imported) {
        MAY_IMPORT.put(importer, new TreeSet<>(List.of(imported)));
    }
}
