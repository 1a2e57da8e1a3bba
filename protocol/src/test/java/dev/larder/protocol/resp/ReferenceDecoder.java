package dev.larder.protocol.resp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The naive twin of the decoder: has all bytes at once, keeps strings in lists, and knows nothing
/// of windows. It says what the protocol is, as Redis has it.
final class ReferenceDecoder {
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private static final Pattern BLANKS = Pattern.compile("[ \\t-\\r]*");
    private static final Pattern PLAIN = Pattern.compile("[^ \n\r\t\"']*");
    private static final String WORD_END = "(?=[ \\t-\\r]|$)";
    private static final Pattern DOUBLE_QUOTED =
            Pattern.compile("\"((?:\\\\[\\s\\S]|[^\"\\\\])*+)\"" + WORD_END);
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'((?:\\\\'|[^'])*+)'" + WORD_END);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|[\\s\\S])");

    private final ProtocolLimits limits;
    private final boolean authenticated;
    private final String stream;
    private int at;

    private ReferenceDecoder(ProtocolLimits limits, boolean authenticated, byte[] stream) {
        this.limits = limits;
        this.authenticated = authenticated;
        this.stream = new String(stream, StandardCharsets.ISO_8859_1);
    }

    static Decoding decode(ProtocolLimits limits, boolean authenticated, byte[] stream) {
        ReferenceDecoder decoder = new ReferenceDecoder(limits, authenticated, stream);
        List<List<String>> requests = new ArrayList<>();
        try {
            while (decoder.at < stream.length) {
                List<String> request = decoder.request();
                if (!request.isEmpty()) {
                    requests.add(request);
                }
            }
        } catch (EndOfStream end) {
            return new Decoding(requests, "");
        } catch (ProtocolException malformed) {
            return new Decoding(requests, malformed.text());
        }
        return new Decoding(requests, "");
    }

    private List<String> request() throws ProtocolException, EndOfStream {
        if (stream.charAt(at) != '*') {
            String line = line('\n', 1, "too big inline request");
            line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            List<String> words = words(line);
            refuse(
                    !authenticated && words.size() > limits.preAuthArguments(),
                    "unauthenticated multibulk length");
            return words;
        }
        String countLine = line('\r', 2, "too big mbulk count string");
        long count = number(countLine.substring(1), "invalid multibulk length");
        refuse(count > limits.arguments(), "invalid multibulk length");
        refuse(
                !authenticated && count > limits.preAuthArguments(),
                "unauthenticated multibulk length");
        List<String> words = new ArrayList<>();
        long total = 0;
        for (long index = 0; index < count; index++) {
            String lengthLine = line('\r', 2, "too big bulk count string");
            char first = lengthLine.isEmpty() ? '\r' : lengthLine.charAt(0);
            refuse(first != '$', "expected '$', got '" + first + "'");
            long length = number(lengthLine.substring(1), "invalid bulk length");
            refuse(length < 0 || length > limits.bulkBytes(), "invalid bulk length");
            total += length;
            refuse(!authenticated && total > limits.preAuthBytes(), "unauthenticated bulk length");
            if (stream.length() - at < length + 2) {
                throw new EndOfStream();
            }
            words.add(stream.substring(at, at + (int) length));
            at += (int) length + 2;
        }
        return words;
    }

    /// The bytes up to `terminator`; what follows begins `skip` bytes after those.
    private String line(char terminator, int skip, String tooBig)
            throws ProtocolException, EndOfStream {
        int max =
                authenticated
                        ? limits.inlineBytes()
                        : Math.min(limits.inlineBytes(), limits.preAuthBytes());
        int stop = stream.indexOf(terminator, at);
        int length = (stop < 0 ? stream.length() : stop) - at;
        refuse(length > max, tooBig);
        if (stop < 0 || stream.length() - stop < skip) {
            throw new EndOfStream();
        }
        String line = stream.substring(at, stop);
        at = stop + skip;
        return line;
    }

    private static long number(String digits, String error) throws ProtocolException {
        refuse(!NUMBER.matcher(digits).matches(), error);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException outOfRange) {
            throw new ProtocolException("Protocol error: " + error);
        }
    }

    private static void refuse(boolean wrong, String error) throws ProtocolException {
        if (wrong) {
            throw new ProtocolException("Protocol error: " + error);
        }
    }

    private static List<String> words(String line) throws ProtocolException {
        List<String> words = new ArrayList<>();
        Matcher blanks = BLANKS.matcher(line);
        int at = 0;
        while (true) {
            blanks.region(at, line.length()).lookingAt();
            at = blanks.end();
            if (at == line.length()) {
                return words;
            }
            Matcher plain = PLAIN.matcher(line).region(at, line.length());
            plain.lookingAt();
            at = plain.end();
            char next = at < line.length() ? line.charAt(at) : ' ';
            if (next != '"' && next != '\'') {
                words.add(plain.group());
                continue;
            }
            Matcher quoted = (next == '"' ? DOUBLE_QUOTED : SINGLE_QUOTED).matcher(line);
            refuse(!quoted.region(at, line.length()).lookingAt(), "unbalanced quotes in request");
            at = quoted.end();
            words.add(plain.group() + unescape(next, quoted.group(1)));
        }
    }

    private static String unescape(char quote, String text) {
        if (quote == '\'') {
            return text.replace("\\'", "'");
        }
        return ESCAPE.matcher(text)
                .replaceAll(escape -> {
                    String letters = escape.group(1);
                    String meant =
                            letters.length() == 3
                                    ? "" + (char) Integer.parseInt(letters.substring(1), 16)
                                    : letters.replace("n", "\n")
                                            .replace("r", "\r")
                                            .replace("t", "\t")
                                            .replace("b", "\b")
                                            .replace("a", "\u0007");
                    return Matcher.quoteReplacement(meant);
                });
    }

    private static final class EndOfStream extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
