package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in by name and password of a directory: one in OpenLDAP's shape by TLS of a private authority, and one in Active Directory's. */
@Tag("long")
class LdapIT {
    private static final String PEOPLE = "ou=people," + Directory.BASE;
    private static final byte[] NOTHING = new byte[0];
    private static Directory openLdap;
    private static Directory active;
    private static TestNode node;
    private static TestNode activeNode;

    @BeforeAll
    static void startTwoDirectoriesAndANodeForEach()
            throws LDAPException, IOException, InterruptedException, GeneralSecurityException {
        var authority = new Authority(Path.of(System.getProperty("baton.folder"), "authority-" + UUID.randomUUID()));
        openLdap = new Directory(authority.server(), true);
        openLdap.entries()
                .add(new Entry(
                        PEOPLE, new Attribute("objectClass", "organizationalUnit"), new Attribute("ou", "people")));
        person("ada", "Ada Lovelace");
        person("mei", "Lin, Mei 林梅");
        group("reporters", "uid=ada," + PEOPLE);
        group("editors", "cn=reporters," + Directory.BASE);
        group("staff", "uid=mei," + PEOPLE);
        active = new Directory(null, false);
        activePerson("CN=Grace Hopper", "grace", "CN=Reporters");
        activeGroup("CN=Reporters", "CN=Editors");
        activeGroup("CN=Editors", null);

        var settings = new HashMap<>(openLdap.settings());
        settings.put("BATON_GROUP_ROLES", "editors=admin,staff=user,Editors=admin");
        settings.put(
                "cert_defaultKeyStore", authority.certificate().toAbsolutePath().toString());
        node = TestServer.running().anotherNode(settings);
        settings.putAll(active.settings());
        settings.put("LDAP_TLS", "false");
        settings.put("LDAP_TYPE", "Microsoft Active Directory");
        settings.put("LDAP_UNIQUE_ID", "objectGUID");
        settings.put("LDAP_DISPLAY_NAME", "displayName");
        activeNode = TestServer.running().anotherNode(settings);
    }

    @AfterAll
    static void stopThem() {
        node.kill();
        activeNode.kill();
        openLdap.close();
        active.close();
    }

    private static void person(String uid, String name) throws LDAPException {
        openLdap.entries()
                .add(new Entry(
                        "uid=" + uid + "," + PEOPLE,
                        new Attribute("objectClass", "inetOrgPerson"),
                        new Attribute("cn", name),
                        new Attribute("sn", name),
                        new Attribute("userPassword", uid)));
    }

    private static void group(String name, String member) throws LDAPException {
        openLdap.entries()
                .add(new Entry(
                        "cn=" + name + "," + Directory.BASE,
                        new Attribute("objectClass", "groupOfNames"),
                        new Attribute("member", member)));
    }

    private static void activePerson(String rdn, String name, String group) throws LDAPException {
        active.entries()
                .add(new Entry(
                        rdn + "," + Directory.BASE,
                        new Attribute("objectClass", "top", "person", "organizationalPerson", "user"),
                        new Attribute("objectCategory", "Person"),
                        new Attribute("cn", rdn.substring(3)),
                        new Attribute("sAMAccountName", name),
                        new Attribute("displayName", "Grace the Admiral"),
                        new Attribute("memberOf", group + "," + Directory.BASE),
                        new Attribute("objectGUID", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, -1}),
                        new Attribute("userPassword", name)));
    }

    private static void activeGroup(String rdn, String parent) throws LDAPException {
        var entry = new Entry(
                rdn + "," + Directory.BASE,
                new Attribute("objectClass", "top", "group"),
                new Attribute("objectCategory", "Group"),
                new Attribute("cn", rdn.substring(3)));
        if (parent != null) {
            entry.addAttribute("memberOf", parent + "," + Directory.BASE);
        }
        active.entries().add(entry);
    }

    private static Reply token(TestNode at, String name, String password) {
        var basic = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Api(at.url(), Map.of("Authorization", "Basic " + basic)).send("POST", "/api/auth/token", NOTHING);
    }

    private static Api signedIn(TestNode at, String name) {
        return signedIn(at, name, name);
    }

    private static Api signedIn(TestNode at, String name, String password) {
        return Api.bearing(token(at, name, password).with(200).json().getString("access_token"), at.url());
    }

    private static String me(Api api) {
        var me = api.get("/api/auth/me").with(200).json();
        return me.getString("name") + " " + me.getJsonArray("roles");
    }

    @Test
    void rolesComeFromGroupsWithinGroupsAndTheNameFromAnAttribute() {
        assertEquals("Ada Lovelace [\"admin\"]", me(signedIn(node, "ada")));
        assertEquals("Lin, Mei 林梅 [\"user\"]", me(signedIn(node, "mei")));
        assertEquals("Grace the Admiral [\"admin\"]", me(signedIn(activeNode, "grace")));
    }

    @Test
    void theFormSignsInToo() {
        var cookie = Browsers.cookie(
                Browsers.signIn(Browsers.at(node.url()), "mei", "mei").with(303), "baton_session");
        assertEquals("Lin, Mei 林梅 [\"user\"]", me(new Api(node.url(), Map.of("Cookie", cookie))));
    }

    @ParameterizedTest
    @CsvSource({
        "ada, ''",
        "ada, ' '",
        "ada, wrong",
        "nobody, nobody",
        "'*', ada",
        "'a*', ada",
        "'*)(uid=*', ada",
        "'ada)(|(uid=*', ada",
        "'ada\0', ada",
        "'uid=ada,ou=people,dc=blog,dc=example', ada",
        "author, author"
    })
    void nobodyElseGetsIn(String name, String password) {
        token(node, name, password).problem(401);
        token(activeNode, name, password).problem(401);
    }

    @Test
    void aUserStaysTheSameUnderAnotherNameAndWhoeverTakesTheOldOneIsAnother() throws LDAPException {
        person("eva", "Eva");
        var before = signedIn(node, "eva").userId();
        assertEquals(before, signedIn(node, "EVA", "eva").userId());
        openLdap.entries().modifyDN("uid=eva," + PEOPLE, "uid=eva2", true);
        openLdap.entries()
                .modify("uid=eva2," + PEOPLE, new Modification(ModificationType.REPLACE, "userPassword", "eva2"));
        assertEquals(before, signedIn(node, "eva2").userId());
        person("eva", "Another Eva");
        assertNotEquals(before, signedIn(node, "eva").userId());
    }

    @Test
    void aRoleEndsWithTheNextSignInAfterTheGroupWasLeft() throws LDAPException {
        person("ben", "Ben");
        group("deputies", "uid=ben," + PEOPLE);
        openLdap.entries()
                .modify(
                        "cn=editors," + Directory.BASE,
                        new Modification(ModificationType.ADD, "member", "cn=deputies," + Directory.BASE));
        assertEquals("Ben [\"admin\"]", me(signedIn(node, "ben")));
        openLdap.entries()
                .modify(
                        "cn=editors," + Directory.BASE,
                        new Modification(ModificationType.DELETE, "member", "cn=deputies," + Directory.BASE));
        assertEquals("Ben []", me(signedIn(node, "ben")));
    }

    @Test
    void aDirectoryThatIsAwayOrSilentIsNobodysWrongPassword() throws LDAPException {
        signedIn(node, "ada");
        openLdap.shut();
        try {
            assertEquals("10", token(node, "ada", "ada").with(503).header("Retry-After"));
            token(node, "ada", "ada").problem(503);
            var page = Browsers.signIn(Browsers.at(node.url()).with("Accept-Language", "zh"), "ada", "ada")
                    .with(503);
            assertTrue(page.body().contains("暂时无法连接用户目录"), page.body());
        } finally {
            openLdap.open();
        }
        Await.until("it is back", () -> token(node, "ada", "ada").status(), status -> status == 200);
        openLdap.isSilent();
        try {
            token(node, "ada", "ada").problem(503);
        } finally {
            openLdap.speaks();
        }
        Await.until("it speaks", () -> token(node, "ada", "ada").status(), status -> status == 200);
    }
}
