package dev.larder.protocol.resp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// What a server answers: one of the types of RESP2 and RESP3.
public sealed interface Reply {
    /// A short text, such as `OK`.
    record Simple(String text) implements Reply {}

    /// The server refused: a code in capitals, a space, and what was wrong.
    record Failure(String text) implements Reply {
        /// The first word, which names the kind of failure: `ERR`, `WRONGTYPE`, `NOAUTH`.
        public String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }
    }

    /// A whole number.
    record WholeNumber(long value) implements Reply {}

    /// A string of bytes, which belong to whoever holds the reply. Equal to another of the same bytes.
    @SuppressWarnings("ArrayRecordComponent") // The methods below compare what the array holds.
    record Bulk(byte[] bytes) implements Reply {
        /// The bytes as text in UTF-8.
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bulk bulk && Arrays.equals(bytes, bulk.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bulk[" + text() + "]";
        }
    }

    /// No value.
    record Null() implements Reply {}

    /// Yes or no.
    record Bool(boolean value) implements Reply {}

    /// A floating-point number, infinities and NaN among them.
    record Decimal(double value) implements Reply {}

    /// A whole number of any size.
    record BigNumber(BigInteger value) implements Reply {}

    /// A text for people with the name of its format: `txt` or `mkd`.
    record Verbatim(String format, String text) implements Reply {}

    /// Replies in order.
    record Array(List<Reply> items) implements Reply {}

    /// Replies in no order of meaning.
    record Set(List<Reply> items) implements Reply {}

    /// Pairs, in the order they came.
    record Mapping(List<Pair> pairs) implements Reply {}

    /// A message that answers no request.
    record Push(List<Reply> items) implements Reply {}

    /// A reply that came with remarks about it, which may be ignored.
    record Attributed(Mapping attributes, Reply reply) implements Reply {}

    /// A key of a [Mapping] with its value.
    record Pair(Reply key, Reply value) {}
}
