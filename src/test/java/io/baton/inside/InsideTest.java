package io.baton.inside;

import java.io.File;
import java.net.URISyntaxException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.GenericArchive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A test whose methods run inside the server, in the WAR as it was built. */
@ArquillianTest
public abstract class InsideTest {
    private static final String TESTS = ".*/io/baton/(inside/.*|testing/.*|.*InsideIT(\\$.*)?\\.class)";

    /** Nobody signs in to run a test; all other paths stay as they are. */
    private static final String OPEN_TO_ARQUILLIAN = """
            <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <name>open_to_arquillian</name>
              <security-constraint>
                <web-resource-collection>
                  <web-resource-name>test runner</web-resource-name>
                  <url-pattern>/ArquillianServletRunnerEE9</url-pattern>
                </web-resource-collection>
              </security-constraint>
            </web-fragment>
            """;

    /** The built WAR and, beside it, the tests. */
    @Deployment
    public static WebArchive baton() throws URISyntaxException {
        var compiled = InsideTest.class.getProtectionDomain().getCodeSource().getLocation();
        var tests = ShrinkWrap.create(GenericArchive.class)
                .as(ExplodedImporter.class)
                .importDirectory(new File(compiled.toURI()))
                .as(GenericArchive.class);
        var door = ShrinkWrap.create(JavaArchive.class, "open-to-arquillian.jar")
                .addAsManifestResource(new StringAsset(OPEN_TO_ARQUILLIAN), "web-fragment.xml");
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("baton.war")))
                .merge(tests, "WEB-INF/classes", Filters.include(TESTS))
                .addAsLibraries(door);
    }
}
