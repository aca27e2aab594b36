package holdfast.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

/// The texts of the hosted page in one language.
record HostedPageTexts(Locale locale, Properties texts) {

    /// The session's language, else the first that the browser accepts and we have.
    static HostedPageTexts of(String sessionLocale, String acceptLanguage) {
        String wanted = sessionLocale.isEmpty() || sessionLocale.equals("auto") ? acceptLanguage
                : sessionLocale;
        for (String each : wanted.split(",", -1)) {
            String language = each.strip().toLowerCase(Locale.ROOT);
            if (language.startsWith("de")) {
                return read(Locale.GERMANY);
            }
            if (language.startsWith("en")) {
                return read(Locale.UK);
            }
        }
        return read(Locale.UK);
    }

    private static HostedPageTexts read(Locale locale) {
        Properties texts = new Properties();
        try {
            texts.load(new StringReader(
                    resource("page_" + locale.getLanguage() + ".properties")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new HostedPageTexts(locale, texts);
    }

    static String resource(String name) {
        try (InputStream in = HostedPageTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new InputStreamReader(in, StandardCharsets.UTF_8).readAllAsString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String text(String name) {
        String text = texts.getProperty(name);
        if (text == null) {
            throw new IllegalStateException("no text " + name + " in " + locale);
        }
        return text;
    }

    String text(String name, String value) {
        return text(name).replace("{0}", value);
    }
}
