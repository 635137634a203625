package io.baton.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The application's own API. */
@ApplicationPath("/api")
public class Api extends Application {}
