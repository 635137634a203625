package io.baton;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.baton.model.Money;
import io.baton.model.Price;
import jakarta.persistence.Entity;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Path;
import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

@AnalyzeClasses(packages = "io.baton", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> BINARY = Set.of("float", "double", "java.lang.Float", "java.lang.Double");
    private static final DescribedPredicate<JavaClass> BINARY_FLOATING_POINT = describe(
            "binary floating point",
            type -> BINARY.contains(type.getBaseComponentType().getName()));
    private static final DescribedPredicate<JavaClass> MONEY = resideInAPackage("io.baton.usage..")
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
            .doNotHaveFullyQualifiedName("io.baton.usage.LiveFigures")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.routing.SharedStanding")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.chat.SharedLog")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.chat.SharedAttempts")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.chat.Readership")
            .and()
            .doNotHaveFullyQualifiedName("io.baton.monitoring.RedisHealth")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    /** {@code PeriodicTasks} repeats, on threads of its own: it survives what a run throws, and health sees it. */
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

    @ArchTest
    static final ArchRule entitiesNeverLeaveAResource = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Path.class)
            .and()
            .arePublic()
            .should()
            .notHaveRawReturnType(ENTITY);

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
