package holdfast.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// An error answer of the API: a status and the object `error` of its body.
final class StripeErrorException extends RuntimeException {
    final int status;
    final ObjectNode error;
    /// The parameters were invalid or the request conflicts with another one, so that nothing was
    /// executed and no reply is kept for an idempotency key.
    final boolean unexecuted;

    private StripeErrorException(int status, ObjectNode error, boolean unexecuted) {
        super(status + " " + error);
        this.status = status;
        this.error = error;
        this.unexecuted = unexecuted;
    }

    private static ObjectNode error(String type, @Nullable String code, String message,
            @Nullable String param) {
        ObjectNode error = SandboxJson.object();
        if (code != null) {
            error.put("code", code);
            error.put("doc_url",
                    "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", message);
        if (param != null) {
            error.put("param", param);
        }
        return error.put("type", type);
    }

    static StripeErrorException of(int status, String type, @Nullable String code, String message) {
        return new StripeErrorException(status, error(type, code, message, null),
                status == 429 || status == 409);
    }

    /// The parameters are invalid.
    static StripeErrorException invalid(@Nullable String code, String message,
            @Nullable String param) {
        return new StripeErrorException(400, error("invalid_request_error", code, message, param),
                true);
    }

    /// The state of an object refuses the request.
    static StripeErrorException refused(@Nullable String code, String message,
            @Nullable String param) {
        return new StripeErrorException(400, error("invalid_request_error", code, message, param),
                false);
    }

    static StripeErrorException missing(String kind, String id, String param) {
        return new StripeErrorException(404, error("invalid_request_error", "resource_missing",
                "No such " + kind + ": '" + id + "'", param), false);
    }

    static StripeErrorException parameterMissing(String param) {
        return invalid("parameter_missing", "Missing required param: " + param + ".", param);
    }

    static StripeErrorException unauthorized(String message) {
        return new StripeErrorException(401, error("invalid_request_error", null, message, null),
                true);
    }

    static StripeErrorException card(TestCard.Decline decline, String charge) {
        ObjectNode error = error("card_error", decline.code, decline.message, decline.param);
        error.put("charge", charge);
        if (decline.declineCode != null) {
            error.put("decline_code", decline.declineCode);
        }
        return new StripeErrorException(402, error, false);
    }

    static StripeErrorException card(@Nullable String code, @Nullable String declineCode,
            String message) {
        ObjectNode error = error("card_error", code, message, null);
        if (declineCode != null) {
            error.put("decline_code", declineCode);
        }
        return new StripeErrorException(402, error, false);
    }

    StripeErrorException with(String field, ObjectNode object) {
        error.set(field, object.deepCopy());
        return this;
    }

    ObjectNode body() {
        ObjectNode body = SandboxJson.object();
        body.set("error", error);
        return body;
    }
}
