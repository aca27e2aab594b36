package holdfast.server.desk;

import holdfast.server.web.Form;
import holdfast.server.web.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a form shows: the values, and what is wrong with them. A field has the name that the API
/// gives it, so that a refusal stands beside the field that caused it.
///
/// @param complaints by field
/// @param problem    what is wrong with the form as a whole; empty if nothing is
public record DeskForm(
        Map<String, List<String>> values, Map<String, String> complaints, String problem) {
    public DeskForm {
        values = Map.copyOf(values);
        complaints = Map.copyOf(complaints);
    }

    /// A form with what is stored now.
    static DeskForm of(Map<String, String> values) {
        Map<String, List<String>> all = new HashMap<>();
        values.forEach((name, value) -> all.put(name, List.of(value)));
        return new DeskForm(all, Map.of(), "");
    }

    /// What was sent, as it was sent.
    static DeskForm sent(Form sent) {
        Map<String, List<String>> all = new HashMap<>();
        sent.names().forEach(name -> all.put(name, sent.all(name)));
        return new DeskForm(all, Map.of(), "");
    }

    /// The same with one more value.
    DeskForm with(String name, String value) {
        Map<String, List<String>> all = new HashMap<>(values);
        all.put(name, List.of(value));
        return new DeskForm(all, complaints, problem);
    }

    /// The same without the values of these fields: a page never shows a secret again.
    DeskForm without(List<String> names) {
        Map<String, List<String>> all = new HashMap<>(values);
        names.forEach(all::remove);
        return new DeskForm(all, complaints, problem);
    }

    /// What was sent and refused.
    static DeskForm refused(Form sent, DeskAnswer.Refused refused, Language language) {
        Map<String, List<String>> all = sent(sent).values;
        String text = refused.text(language);
        return refused.field().isEmpty() ? new DeskForm(all, Map.of(), text)
                : new DeskForm(all, Map.of(refused.field(), text),
                        language.say("desk.form.check"));
    }

    /// What is stored now, beside what was refused of another form of the page.
    DeskForm refusing(DeskAnswer.Refused refused, Language language) {
        return new DeskForm(values, Map.of(refused.field(), refused.text(language)),
                language.say("desk.form.check"));
    }

    /// The same with what is wrong with the form as a whole.
    DeskForm stopped(String text) {
        return new DeskForm(values, Map.of(), text);
    }

    public String value(String name) {
        return values.getOrDefault(name, List.of("")).getFirst();
    }

    /// Whether a box is ticked.
    public boolean ticked(String name) {
        return !value(name).isEmpty();
    }

    /// How many parts the form has, as in `areas[0]`: each has the hidden field `slot`.
    public int parts(String name) {
        int count = 0;
        while (values.containsKey(name + "[" + count + "].slot")) {
            count++;
        }
        return count;
    }

    public String complaint(String name) {
        return complaints.getOrDefault(name, "");
    }

    /// The complaints about fields that this page does not show.
    ///
    /// @param shown the fields that it shows
    public List<String> others(List<String> shown) {
        return complaints.entrySet().stream().filter(each -> !shown.contains(each.getKey()))
                .map(each -> each.getKey() + ": " + each.getValue()).sorted().toList();
    }
}
