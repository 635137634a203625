package io.baton.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class OutageReasonTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("refused", new JedisConnectionException(new ConnectException("Connection refused"))),
                Arguments.of("refused", new SQLException("x", "08001", new NoRouteToHostException())),
                Arguments.of("unknown-host", new IOException(new UnknownHostException("x"))),
                Arguments.of("time-out", new JedisConnectionException(new SocketTimeoutException("Read timed out"))),
                Arguments.of("time-out", new JedisException("no resource", new NoSuchElementException())),
                Arguments.of("time-out", new SQLException("Connection attempt timed out.", "08001")),
                Arguments.of("time-out", new TimeoutException()),
                Arguments.of("tls", new IOException(new SSLHandshakeException("no trust"))),
                Arguments.of("wrong-password", new SQLException("password authentication failed", "28P01")),
                Arguments.of("wrong-password", new JedisAccessControlException("WRONGPASS invalid pair")),
                Arguments.of("wrong-password", new JedisDataException("NOAUTH Authentication required.")),
                Arguments.of("invalid-reply", new SQLException("no PostgreSQL", "08P01")),
                Arguments.of("invalid-reply", new IOException("Non 200 status code (500) returned")),
                Arguments.of("disconnected", new SocketException("Connection reset")),
                Arguments.of("disconnected", new EOFException()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureHasItsReason(String code, Exception failure) {
        assertEquals(code, OutageReason.of(failure).code());
    }
}
