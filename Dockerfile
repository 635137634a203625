# Builds the WAR, then a server with it. Tests need more than a build has; run ./mvnw verify for them.
FROM eclipse-temurin:21-jdk AS build
# The Maven wrapper unpacks a zip.
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY db db
COPY src/main src/main
# Without the test tree, and without the phase that unpacks a server for development.
RUN ./mvnw -B -ntp toolchains:select-jdk-toolchain@default resources:resources compiler:compile war:war \
 && mkdir target/jdbc \
 && cp ~/.m2/repository/org/postgresql/postgresql/*/postgresql-*.jar target/jdbc/

FROM icr.io/appcafe/open-liberty:26.0.0.5-kernel-slim-java21-openj9-ubi-minimal
# To be set when it runs:
#   DB_URL, DB_USER, DB_PASSWORD, REDIS_URL, the providers' keys, MP_JWT_VERIFY_*
#   BATON_KEY_STORE_PASSWORD  opens the key store; without it the server signs and serves nothing
# BATON_KEY_STORE_LOCATION is a PKCS12 file with an RSA key named "default", mounted there and the same on all nodes. Where
# it is missing the server makes one, which then holds for this container only. No users are embedded.
ENV BATON_KEY_STORE_LOCATION=/config/keys/keys.p12
COPY --chown=1001:0 liberty/server.xml liberty/application.xml liberty/jvm.options /config/
RUN features.sh
COPY --chown=1001:0 --from=build /build/target/jdbc /opt/ol/wlp/usr/shared/resources/jdbc
COPY --chown=1001:0 --from=build /build/target/baton.war /config/apps/baton.war
# Without the shared class cache: making it starts the server, which would leave a key store in the image.
RUN mkdir -p /config/keys && OPENJ9_SCC=false configure.sh
USER 1001
EXPOSE 9080 9443
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD curl -fs http://localhost:${HTTP_PORT:-9080}/health/ready || exit 1
