package holdfast.bench;

import holdfast.bench.http.CatalogClient;
import holdfast.bench.http.SaleCatalog;
import java.util.Arrays;

/// Measures the seat map of a big hall with seats taken here and there: its size and its latency.
record Maps(SaleCatalog market, int rows, int seatsInRow) {
    private static final String ZIPPED = "Accept-Encoding: gzip\r\n";
    private static final int AGAIN = 51;

    void read(HttpReport report) {
        String event = market.seats(rows, seatsInRow);
        market.scatter(event, rows, seatsInRow);
        String path = "/v1/events/" + event + "/seats";
        String packed = path + "?format=packed";
        String names = path + "?format=names";
        one(report, "packed, gzipped", packed, ZIPPED);
        one(report, "packed", packed, "");
        one(report, "by name, gzipped", names, ZIPPED);
        one(report, "by name", names, "");
        one(report, "the drawing, gzipped", "/v1/events/" + event + "/chart", ZIPPED);
        String tag = market.staff().get(packed, ZIPPED).tag().orElseThrow();
        one(report, "nothing has changed", packed, ZIPPED + "If-None-Match: " + tag + "\r\n");
    }

    private void one(HttpReport report, String how, String path, String headers) {
        CatalogClient.Read first = market.staff().get(path, headers);
        double[] next = new double[AGAIN];
        for (int at = 0; at < AGAIN; at++) {
            next[at] = market.staff().get(path, headers).nanos() / 1e6;
        }
        Arrays.sort(next);
        report.maps.add(new HttpReport.Map(how, first.status(), first.bytes(),
                first.nanos() / 1e6, next[AGAIN / 2]));
        boolean right = first.status() == (headers.contains("If-None-Match") ? 304 : 200);
        if (!right) {
            report.wrong.add(how + ": " + first.status());
        }
    }
}
