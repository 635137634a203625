# Builds the WAR and a server with it. It runs no tests, which need more than this image has: use ./mvnw verify.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY db db
COPY liberty liberty
COPY src/main src/main
# Without the test tree. The server is the one used by the tests, reduced to the features in server.xml and ldap.xml.
RUN ./mvnw -B -ntp toolchains:select-jdk-toolchain@default resources:resources compiler:compile war:war liberty:install-server \
 && server=target/liberty/wlp/usr/servers/baton \
 && mkdir -p $server/apps $server/configDropins/overrides target/liberty/wlp/usr/shared/resources/jdbc \
 && cp liberty/server.xml liberty/application.xml liberty/jvm.options liberty/bootstrap.properties $server/ \
 && cp liberty/ldap.xml $server/configDropins/overrides/ \
 && cp target/baton.war $server/apps/ \
 && cp ~/.m2/repository/org/postgresql/postgresql/*/postgresql-*.jar target/liberty/wlp/usr/shared/resources/jdbc/ \
 && BATON_KEY_STORE_PASSWORD=unused target/liberty/wlp/bin/server package baton --include=minify --archive=/build/server.zip \
 && mkdir /build/image && cd /build/image && jar xf /build/server.zip \
 && mv wlp/usr/servers/baton/configDropins/overrides/ldap.xml wlp/usr/servers/baton/ \
 && chmod +x wlp/bin/server && mkdir -p wlp/usr/servers/baton/keys && chmod -R g=u wlp/usr

FROM eclipse-temurin:25-jre
# Set these at run time:
#   DB_URL, DB_USER, DB_PASSWORD, REDIS_URL, the providers' keys, MP_JWT_VERIFY_*
#   BATON_KEY_STORE_PASSWORD  the password of the key store; required
# BATON_KEY_STORE_LOCATION is a mounted PKCS12 file with an RSA key named "default", the same on all nodes. If it is missing,
# the server creates one that is valid for this container only. There are no embedded users. For those of a directory, mount a copy of
# /config/ldap.xml at /config/configDropins/overrides/ldap.xml.
ENV BATON_KEY_STORE_LOCATION=/config/keys/keys.p12
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
COPY --chown=1001:0 --from=build /build/image/wlp /opt/wlp
RUN ln -s /opt/wlp/usr/servers/baton /config
USER 1001
EXPOSE 9080 9443
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD curl -fs http://localhost:${HTTP_PORT:-9080}/health/ready || exit 1
CMD ["/opt/wlp/bin/server", "run", "baton"]
