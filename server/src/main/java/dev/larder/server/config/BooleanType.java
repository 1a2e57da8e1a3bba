package dev.larder.server.config;

import java.util.List;

/// `yes` or `no`, in any case.
record BooleanType() implements ValueType<Boolean> {
    @Override
    public Boolean parse(List<String> words, Boolean current) throws BadValueException {
        String word = words.getFirst();
        if (word.equalsIgnoreCase("yes")) {
            return true;
        }
        if (word.equalsIgnoreCase("no")) {
            return false;
        }
        throw new BadValueException(
                "argument must be 'yes' or 'no'", "'" + word + "' is neither yes nor no");
    }

    @Override
    public String print(Boolean value) {
        return value ? "yes" : "no";
    }

    @Override
    public String expected() {
        return "yes or no";
    }

    @Override
    public String kind() {
        return "yes|no";
    }
}
