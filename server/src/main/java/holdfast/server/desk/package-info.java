/// The desk: the pages that staff see, after they signed in. A page's template is next to its class.
///
/// To add pages: write a class that is a {@link DeskSection}, with a `View` record and a template
/// `.jte` beside it, and add it in {@link DeskPages}. Its routes come from {@link DeskRoutes}, whose
/// `get` and `post` take the place in the navigation ({@link DeskPlace}) and the permission that the
/// page needs; they find the member of staff and check the form's CSRF token. The handler gets a
/// {@link DeskVisit}. It changes something only by `visit.call(DeskCall.to("changeEvent")…)`, which
/// is the handler of the API's operation, so that a page has no rules of its own. After a change it
/// answers `visit.done(path, "saved")`, which redirects and says the message `desk.done.saved`. A
/// refusal becomes a {@link DeskForm}, and the templates `DeskField`, `DeskSelect` and `DeskProblem`
/// show it beside the field that caused it: a field has the name that the API gives it. Each form
/// has the hidden field `token` (`frame.token()`), and one that makes something `nonce`, which goes
/// into `DeskCall.once`. Texts stand in `desk_en.properties` and `desk_de.properties`.
///
/// May import: server.web, server.auth, server.http, server.json, server.catalog, server.booking,
/// server.tickets, holdfast, com.fasterxml.jackson, gg.jte.
@NullMarked
package holdfast.server.desk;

import org.jspecify.annotations.NullMarked;
