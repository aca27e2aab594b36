package holdfast.server.demo;

/// Who the demonstration's venue says it is.
final class SampleVenue {
    private SampleVenue() {}

    /// @param logo the field with its logo
    static String terms(String logo) {
        return """
                {"name": "Kulturhaus am Fluss", "cancelUntilBefore": "PT24H",
                 "exchangeUntilBefore": "PT24H", "accent": "#0b6e5f", "typeface": "fraunces",
                 %s,
                 "issuer": {"name": "Kulturhaus am Fluss gGmbH",
                            "address": "Am Fluss 12, 10179 Berlin", "taxNumber": "DE000000000"},
                 "contact": {"email": "hello@kulturhaus.example", "phone": "+49 30 23125 012",
                             "address": "Am Fluss 12\\n10179 Berlin"},
                 "links": [{"name": "Instagram", "url": "https://example.org/instagram"},
                           {"name": "Mastodon", "url": "https://example.org/mastodon"},
                           {"name": "Newsletter", "url": "https://example.org/newsletter"}],
                 "about": "%s", "imprint": "%s", "privacy": "%s", "terms": "%s",
                 "translations": {"de": {"alt": "%s", "about": "%s", "imprint": "%s",
                                         "privacy": "%s", "terms": "%s"}}}
                """.formatted(logo, line(ABOUT), line(IMPRINT), line(PRIVACY), line(TERMS),
                DemoPictures.Motif.LOGO.german(), line(UEBER_UNS), line(IMPRESSUM),
                line(DATENSCHUTZ), line(AGB));
    }

    private static String line(String text) {
        return text.strip().replaceAll("(?<!\n)\n(?!\n)", " ").replace("\n", "\\n");
    }

    private static final String ABOUT = """
            A former waterworks on the river: a hall of 1,300 seats for the big evenings, a cellar
            for the long nights, and a small spa above the water for the day after.

            ## The hall

            Since 1911 music has been played here. No seat is further than 34 metres from the
            stage, and two wheelchair spaces are in the last row but one of the stalls, at either
            end.

            ## The cellar

            Two floors, four DJs, cold water for free. Doors open at ten.

            ## The spa

            Maya, Jon and Lea take their time. So should you: come a quarter of an hour early.""";

    private static final String IMPRINT = """
            This is a demonstration of Holdfast. There is no Kulturhaus am Fluss, and nothing
            that is booked here takes place.

            ## What would stand here

            Kulturhaus am Fluss gGmbH, represented by its director. Register: Amtsgericht
            Charlottenburg, HRB 000000. VAT number: DE000000000.""";

    private static final String PRIVACY = """
            This is a demonstration on your own computer. What you type stays in its database.

            ## Cookies

            One for your basket, one for your language, one for your time zone. There are no others,
            no trackers, and nothing is loaded from other servers.

            ## Your rights

            A venue can forget a customer: name, address and telephone number are then removed from
            all bookings.""";

    private static final String TERMS = """
            These are sample terms of a venue that does not exist.

            ## Cancelling and changing

            You can cancel and change until 24 hours before it begins, on the page of your booking.

            ## Being late

            The doors of the hall close when the music begins, and open between two pieces.""";

    private static final String UEBER_UNS = """
            Ein altes Wasserwerk am Fluss: ein Saal mit 1.300 Plätzen für die großen Abende, ein
            Keller für die langen Nächte und ein kleines Spa über dem Wasser für den Tag danach.

            ## Der Saal

            Seit 1911 wird hier gespielt. Kein Platz ist weiter als 34 Meter von der Bühne entfernt,
            und in der vorletzten Reihe im Parkett sind an beiden Enden Plätze für Rollstühle.

            ## Der Keller

            Zwei Tanzflächen, vier DJs, kaltes Wasser umsonst. Einlass ab zehn.

            ## Das Spa

            Maya, Jon und Lea nehmen sich Zeit. Kommen Sie eine Viertelstunde früher.""";

    private static final String IMPRESSUM = """
            Dies ist eine Vorführung von Holdfast. Das Kulturhaus am Fluss gibt es nicht, und was
            hier gebucht wird, findet nicht statt.

            ## Was hier stünde

            Kulturhaus am Fluss gGmbH, vertreten durch die Geschäftsführung. Register: Amtsgericht
            Charlottenburg, HRB 000000. Umsatzsteuer-Nummer: DE000000000.""";

    private static final String DATENSCHUTZ = """
            Dies ist eine Vorführung auf Ihrem eigenen Rechner. Was Sie eingeben, bleibt in dessen
            Datenbank.

            ## Cookies

            Eines für den Warenkorb, eines für die Sprache, eines für die Zeitzone. Es gibt keine
            weiteren, keine Zählpixel, und nichts wird von anderen Servern geladen.

            ## Ihre Rechte

            Ein Haus kann einen Kunden vergessen: Name, Adresse und Telefonnummer werden dann aus
            allen Buchungen entfernt.""";

    private static final String AGB = """
            Dies sind Beispielbedingungen eines Hauses, das es nicht gibt.

            ## Stornieren und ändern

            Sie können bis 24 Stunden vor Beginn auf der Seite Ihrer Buchung stornieren und ändern.

            ## Zu spät

            Die Türen des Saals schließen, wenn die Musik beginnt, und öffnen zwischen
            zwei Stücken.""";
}
