package holdfast.server.web;

import holdfast.server.catalog.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/// A visitor's language: the messages in it, and the formats of dates, numbers and money of the
/// visitor's region.
public final class Language {
    private final Locale locale;
    private final Map<String, String> messages;

    Language(Locale locale, Map<String, String> messages) {
        this.locale = locale;
        this.messages = messages;
    }

    /// The value of the page's `lang`.
    public String tag() {
        return locale.toLanguageTag();
    }

    public String word() {
        return locale.getLanguage();
    }

    public Locale locale() {
        return locale;
    }

    /// The value of the page's `dir`: `rtl` or `ltr`.
    public String direction() {
        return switch (locale.getLanguage()) {
            case "ar", "fa", "he", "ur" -> "rtl";
            default -> "ltr";
        };
    }

    /// Whether there is such a message.
    public boolean has(String key) {
        return messages.containsKey(key);
    }

    /// A message; `{0}` and the like are filled in.
    public String say(String key, Object... with) {
        String text = messages.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no message " + key);
        }
        for (int at = 0; at < with.length; at++) {
            text = text.replace("{" + at + "}", shown(with[at]));
        }
        return text;
    }

    private String shown(Object value) {
        return value instanceof Number number ? number(number.longValue()) : value.toString();
    }

    /// A message with a count: `key.one` or `key.many`, the number being `{0}`.
    public String count(String key, long number) {
        return say(key + (number == 1 ? ".one" : ".many"), number);
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    /// A percentage, as in 19 % or 5.5 %.
    ///
    /// @param basisPoints hundredths of a percent
    public String percent(int basisPoints) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(2);
        return format.format(BigDecimal.valueOf(basisPoints, 4));
    }

    public String money(Money money) {
        Currency currency = Currency.getInstance(money.currency());
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        BigDecimal amount = BigDecimal.valueOf(money.amount(), digits);
        boolean whole = amount.stripTrailingZeros().scale() <= 0;
        format.setMinimumFractionDigits(whole ? 0 : digits);
        format.setMaximumFractionDigits(digits);
        return format.format(amount);
    }

    public String date(LocalDate date) {
        return date.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(locale));
    }

    /// A day in the near future or past, without the year.
    public String day(LocalDate date) {
        String whole = DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                FormatStyle.FULL, null, IsoChronology.INSTANCE, locale);
        return date.format(DateTimeFormatter.ofPattern(
                whole.replaceAll("[,\\s]*y+", ""), locale));
    }

    public String shortDate(LocalDate date) {
        return date.format(pattern("MMMEd"));
    }

    public String month(YearMonth month) {
        return month.atDay(1).format(pattern("yMMMM"));
    }

    private DateTimeFormatter pattern(String skeleton) {
        return DateTimeFormatter.ofLocalizedPattern(skeleton).withLocale(locale);
    }

    public String weekday(LocalDate date) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale);
    }

    public String monthName(LocalDate date) {
        return date.getMonth().getDisplayName(TextStyle.SHORT, locale);
    }

    public String time(LocalTime time) {
        return time.format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(locale));
    }

    public String moment(ZonedDateTime moment) {
        return say("format.moment", date(moment.toLocalDate()), time(moment.toLocalTime()));
    }

    /// The zone's city, as in "Berlin".
    public static String city(ZoneId zone) {
        String id = zone.getId();
        return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
    }

    public String length(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 60 || minutes % 60 != 0) {
            return minutes < 120 ? count("format.minutes", minutes)
                    : say("format.hoursMinutes", minutes / 60, minutes % 60);
        }
        return count("format.hours", minutes / 60);
    }
}
