package io.baton;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.baton.model.Money;
import io.baton.model.Price;
import io.baton.security.Caller;
import io.baton.settings.SettingsRule;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Named;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

@AnalyzeClasses(packages = "io.baton", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> BINARY = Set.of("float", "double", "java.lang.Float", "java.lang.Double");
    private static final DescribedPredicate<JavaClass> BINARY_FLOATING_POINT = describe(
            "binary floating point",
            type -> BINARY.contains(type.getBaseComponentType().getName()));
    private static final DescribedPredicate<JavaClass> MONEY = resideInAnyPackage(
                    "io.baton.ledger..", "io.baton.budget..", "io.baton.pricing..", "io.baton.statistics..")
            .or(describe("money", type -> type.isEquivalentTo(Money.class) || type.isEquivalentTo(Price.class)))
            .as("deal with money");
    private static final Set<String> SCHEDULERS = Set.of(
            "java.util.Timer",
            "java.util.TimerTask",
            "jakarta.ejb.Schedule",
            "jakarta.ejb.TimerService",
            "jakarta.enterprise.concurrent.Schedule",
            "jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition");
    private static final DescribedPredicate<JavaClass> ENTITY =
            describe("an entity", type -> type.isAnnotatedWith(Entity.class));

    private static final DescribedPredicate<JavaClass> ADMINISTRATION = describe(
            "administer",
            type -> type.tryGetAnnotationOfType(Path.class)
                    .filter(path -> path.value().startsWith("admin"))
                    .isPresent());
    private static final Set<String> READERS = Set.of(Caller.ADMIN, Caller.AUDITOR);

    private static final Set<Class<? extends Annotation>> FOUND_BY_THE_SERVER =
            Set.of(Path.class, ConfigProperties.class, Named.class, RegisterRestClient.class);

    private static final int MOST_CLASSES = 25;
    private static final int MOST_LINES = 2_500;

    private static final SliceAssignment ONE_PER_FILE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getFullName().replaceFirst("\\$.*|\\[.*", ""));
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    };

    @ArchTest
    static final ArchRule everyPackageImportsOnlyWhatTheMapAllows = classes().should(importOnlyWhatTheMapAllows());

    @ArchTest
    static final ArchRule moneyIsNeverKeptInBinaryFloatingPoint =
            fields().that().areDeclaredInClassesThat(MONEY).should().notHaveRawType(BINARY_FLOATING_POINT);

    @ArchTest
    static final ArchRule moneyIsNeverReturnedInBinaryFloatingPoint =
            codeUnits().that().areDeclaredInClassesThat(MONEY).should().notHaveRawReturnType(BINARY_FLOATING_POINT);

    @ArchTest
    static final ArchRule moneyIsNeverTakenInBinaryFloatingPoint = codeUnits()
            .that()
            .areDeclaredInClassesThat(MONEY)
            .should()
            .notHaveRawParameterTypes(describe(
                    "with binary floating point", types -> types.stream().anyMatch(BINARY_FLOATING_POINT)));

    @ArchTest
    static final ArchRule moneyIsNeverConvertedToOrFromBinaryFloatingPoint = noClasses()
            .that(MONEY)
            .should()
            .callMethod(BigDecimal.class, "doubleValue")
            .orShould()
            .callMethod(BigDecimal.class, "floatValue")
            .orShould()
            .callMethod(BigDecimal.class, "valueOf", double.class)
            .orShould()
            .callConstructor(BigDecimal.class, double.class)
            .orShould()
            .callCodeUnitWhere(describe(
                    "it gives or takes binary floating point",
                    call -> BINARY_FLOATING_POINT.test(call.getTarget().getRawReturnType())
                            || call.getTarget().getRawParameterTypes().stream().anyMatch(BINARY_FLOATING_POINT)));

    @ArchTest
    static final ArchRule namesSayTheJob =
            noClasses().should().haveNameMatching(".*(Impl|Service|Manager|Helper|Utils?)(\\$.*)?");

    @ArchTest
    static final ArchRule onlyThePlatformTouchesTheRedisClient = noClasses()
            .that()
            .resideOutsideOfPackage("io.baton.platform..")
            // These hand a command to the platform's Redis, which guards it.
            .and()
            .doNotHaveFullyQualifiedName("io.baton.statistics.LiveCounters")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.routing.RedisModelHealth")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.answerlog.RedisAnswerLog")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.answercache.AnswerCache")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.generation.RedisAttempts")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.answerlog.RemoteReaders")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.person.RedisTraces")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.monitoring.RedisHealthCheck")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    /** {@code TaskScheduler} repeats, on threads of its own: it survives what a run throws, and health sees it. */
    @ArchTest
    static final ArchRule nobodyElseSchedules = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "schedule",
                    type -> type.isAssignableTo(ScheduledExecutorService.class)
                            || SCHEDULERS.contains(type.getFullName())))
            .orShould()
            .callMethodWhere(
                    describe("delays", call -> call.getTarget().getName().equals("delayedExecutor")));

    @ArchTest
    static final ArchRule nobodyWritesToTheStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule timeIsJavaTime = noClasses()
            .that()
            // A certificate says in no other way when it ends.
            .doNotHaveFullyQualifiedName("io.baton.keyfile.KeyStoreFile$Entry")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Calendar");

    /** A method that is not public is called past the interceptor: it would run without its transaction. */
    @ArchTest
    static final ArchRule transactionalMethodsArePublic = methods()
            .that()
            .areAnnotatedWith(Transactional.class)
            .or()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Transactional.class)
            .and(describe(
                    "are called by others",
                    method -> !method.getModifiers().contains(JavaModifier.PRIVATE)
                            && !method.getModifiers().contains(JavaModifier.STATIC)
                            && !method.getModifiers().contains(JavaModifier.SYNTHETIC)))
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule guardedMethodsArePublic = methods()
            .that()
            .areAnnotatedWith(Retry.class)
            .or()
            .areAnnotatedWith(CircuitBreaker.class)
            .or()
            .areAnnotatedWith(Timeout.class)
            .should()
            .bePublic();

    /** One resource that is not public breaks the whole application. */
    @ArchTest
    static final ArchRule whatTheServerMustSeeIsPublic = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .or()
            .areAnnotatedWith(ConfigProperties.class)
            .should()
            .bePublic();

    /** What a method says replaces what its class says. */
    @ArchTest
    static final ArchRule auditorsReadAdministration = methods()
            .that()
            .areDeclaredInClassesThat(ADMINISTRATION)
            .and()
            .areAnnotatedWith(GET.class)
            .should()
            .beAnnotatedWith(
                    describe("@RolesAllowed for admins and auditors", annotation -> allows(annotation, READERS)));

    @ArchTest
    static final ArchRule auditorsChangeNothing = methods()
            .that()
            .areDeclaredInClassesThat(ADMINISTRATION)
            .and()
            .areNotAnnotatedWith(GET.class)
            .should()
            .notBeAnnotatedWith(RolesAllowed.class);

    /** {@code web.xml} lets only admins and auditors in there too. */
    @ArchTest
    static final ArchRule administrationIsForAdmins = classes()
            .that(ADMINISTRATION)
            .should()
            .beAnnotatedWith(
                    describe("@RolesAllowed(\"admin\")", annotation -> allows(annotation, Set.of(Caller.ADMIN))));

    private static boolean allows(JavaAnnotation<?> annotation, Set<String> roles) {
        return annotation.getRawType().isEquivalentTo(RolesAllowed.class)
                && Set.of(annotation.as(RolesAllowed.class).value()).equals(roles);
    }

    @ArchTest
    static final ArchRule entitiesNeverLeaveAResource = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Path.class)
            .and()
            .arePublic()
            .should()
            .notHaveRawReturnType(ENTITY);

    @ArchTest
    static final ArchRule noClassesImportEachOtherInACircle =
            slices().assignedFrom(ONE_PER_FILE).should().beFreeOfCycles();

    /** Public is what another package uses, or what the server or a library must see, such as records that become JSON. */
    @ArchTest
    static final ArchRule nothingIsPublicWithoutNeed = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotRecords()
            .should(beUsedFromOutsideItsPackage());

    @ArchTest
    static void noPackageIsTooLarge(JavaClasses all) throws IOException {
        for (var name : PackageMap.packages()) {
            var folder = java.nio.file.Path.of("src/main/java/io/baton", name.split("\\."));
            try (var files = Files.list(folder)) {
                var sources = files.filter(
                                file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .toList();
                var lines = 0;
                for (var source : sources) {
                    lines += Files.readAllLines(source).size();
                }
                assertTrue(sources.size() <= MOST_CLASSES, name + " has " + sources.size() + " classes");
                assertTrue(lines <= MOST_LINES, name + " has " + lines + " lines");
            }
        }
    }

    private static ArchCondition<JavaClass> beUsedFromOutsideItsPackage() {
        return new ArchCondition<>("be used from outside its package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var isUsed = type.getPackage().getClasses().stream()
                        .filter(each -> ONE_PER_FILE.getIdentifierOf(each).equals(ONE_PER_FILE.getIdentifierOf(type)))
                        .flatMap(each -> each.getDirectDependenciesToSelf().stream())
                        .map(Dependency::getOriginClass)
                        .anyMatch(user -> !user.getPackageName().equals(type.getPackageName())
                                || user.isAnnotatedWith(Path.class));
                if (!isUsed && !isFoundByTheServer(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " need not be public"));
                }
            }
        };
    }

    /** Annotated for it, or of a type that it, or the check of settings, makes itself. */
    private static boolean isFoundByTheServer(JavaClass type) {
        return FOUND_BY_THE_SERVER.stream().anyMatch(type::isAnnotatedWith)
                || type.isAssignableTo(SettingsRule.class)
                || Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                        .anyMatch(above -> !above.getPackageName().startsWith("io.baton")
                                && !above.getPackageName().startsWith("java."));
    }

    private static ArchCondition<JavaClass> importOnlyWhatTheMapAllows() {
        return new ArchCondition<>("import only what the package map allows") {
            @Override
            public void check(JavaClass importer, ConditionEvents events) {
                var home = PackageMap.packageOf(importer.getName());
                if (!PackageMap.packages().contains(home)) {
                    events.add(SimpleConditionEvent.violated(
                            importer, importer.getName() + " is in no package of the map"));
                    return;
                }
                for (var dependency : importer.getDirectDependenciesFromSelf()) {
                    var imported = dependency.getTargetClass().getBaseComponentType();
                    if (!isAllowed(home, imported)) {
                        events.add(SimpleConditionEvent.violated(importer, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isAllowed(String home, JavaClass imported) {
        if (!imported.getPackageName().startsWith("io.baton")) {
            return true;
        }
        var target = PackageMap.packageOf(imported.getName());
        return target.equals(home) || PackageMap.mayBeImportedBy(home).contains(target);
    }
}
