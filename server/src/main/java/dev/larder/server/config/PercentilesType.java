package dev.larder.server.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A list of percentiles, each from 0 to 100; an empty list asks for none.
record PercentilesType() implements ValueType<List<Double>> {
    private static final int COUNT_MAX = 64;

    @Override
    public List<Double> parse(List<String> words, List<Double> current) throws BadValueException {
        var percentiles = new ArrayList<Double>();
        for (String word : words) {
            if (!word.isEmpty()) {
                percentiles.add(percentile(word));
            }
        }
        if (percentiles.size() > COUNT_MAX) {
            throw invalid(percentiles.size() + " percentiles (at most " + COUNT_MAX + ")");
        }
        return List.copyOf(percentiles);
    }

    private static double percentile(String word) throws BadValueException {
        double value;
        try {
            value = new BigDecimal(word).doubleValue();
        } catch (NumberFormatException _) {
            throw invalid("'" + word + "' is not a number");
        }
        if (value < 0 || value > 100) {
            throw new BadValueException(
                    "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
                    word + " is out of range");
        }
        return value;
    }

    private static BadValueException invalid(String reason) {
        return new BadValueException(
                "Invalid latency-tracking-info-percentiles parameters", reason);
    }

    @Override
    public String print(List<Double> value) {
        return value.stream()
                .map(each -> BigDecimal.valueOf(each).stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<Double> value) {
        return List.of(value.isEmpty() ? "\"\"" : print(value));
    }

    @Override
    public String expected() {
        return "numbers from 0 to 100, or \"\" for none";
    }

    @Override
    public boolean severalWords() {
        return true;
    }

    @Override
    public String kind() {
        return "numbers";
    }
}
