/// Tests of the pages in a real Chromium: with and without scripts, with a mouse, a keyboard and a
/// finger; of the main flows also in a real Firefox.
///
/// May import: e2e, server, server.auth, server.catalog, server.booking, server.middleware, server.http,
/// server.json, change, engine, testkit, holdfast, javax.sql.DataSource, com.microsoft.playwright,
/// com.deque.html.axecore, com.fasterxml.jackson, com.google.gson, io.helidon.webserver.http;
/// FirefoxWindow also java.net.http; ReadmePicturesTest also java.awt.image, javax.imageio; SmallPng also
/// java.awt.image, javax.imageio, javax.imageio.metadata, javax.imageio.stream.
@NullMarked
package holdfast.e2e.browser;

import org.jspecify.annotations.NullMarked;
