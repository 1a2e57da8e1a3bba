package dev.larder.server.config;

import java.util.List;

/// The classes of keyspace events to publish: letters in any order, kept in Redis's order. `A` stands
/// for all but `n` (new key) and `m` (miss).
record KeyspaceEventsType() implements ValueType<String> {
    private static final String ALL = "g$lshzxetd";
    private static final String APART = "n";
    private static final String CHANNELS = "KEm";

    @Override
    public String parse(List<String> words, String current) throws BadValueException {
        String given = words.getFirst();
        String known = "A" + ALL + APART + CHANNELS;
        for (int index = 0; index < given.length(); index++) {
            if (known.indexOf(given.charAt(index)) < 0) {
                throw new BadValueException(
                        "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
                        "'" + given.charAt(index) + "' is not an event class");
            }
        }
        boolean all = given.indexOf('A') >= 0 || kept(ALL, given).length() == ALL.length();
        String classes = all ? "A" : kept(ALL, given) + kept(APART, given);
        return classes + kept(CHANNELS, given);
    }

    private static String kept(String letters, String given) {
        var kept = new StringBuilder();
        for (int index = 0; index < letters.length(); index++) {
            if (given.indexOf(letters.charAt(index)) >= 0) {
                kept.append(letters.charAt(index));
            }
        }
        return kept.toString();
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public String expected() {
        return "letters of Ag$lshzxeKEtmdn, or \"\" for none";
    }

    @Override
    public String kind() {
        return "letters";
    }
}
