package dev.larder.server.command.admin;

import dev.larder.protocol.bytes.Slice;
import dev.larder.protocol.resp.ReplyWriter;
import dev.larder.protocol.resp.Resp3Writer;
import dev.larder.server.command.ReplyError;
import java.util.Locale;

/// `DEBUG PROTOCOL`: a sample of each type of reply, the same ones that Redis gives.
final class DebugProtocol {
    private DebugProtocol() {}

    /// Writes the sample of the type called `type`, in any mixture of cases.
    static void write(Slice type, ReplyWriter reply) {
        switch (type.text().toLowerCase(Locale.ROOT)) {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.decimal(3.141);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nullBulk();
            case "array" -> {
                reply.array(3);
                countToThree(reply);
            }
            case "set" -> {
                reply.set(3);
                countToThree(reply);
            }
            case "map" -> map(reply);
            case "attrib" -> attribute(reply);
            case "push" -> push(reply);
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
            default -> throw ReplyError.PROTOCOL_TYPE.exception();
        }
    }

    private static void countToThree(ReplyWriter reply) {
        for (int number = 0; number < 3; number++) {
            reply.integer(number);
        }
    }

    private static void map(ReplyWriter reply) {
        reply.map(3);
        for (int number = 0; number < 3; number++) {
            reply.integer(number);
            reply.bool(number == 1);
        }
    }

    private static void attribute(ReplyWriter reply) {
        if (reply instanceof Resp3Writer resp3) {
            resp3.attributes(1);
            reply.bulk("key-popularity");
            reply.array(2);
            reply.bulk("key:123");
            reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
    }

    private static void push(ReplyWriter reply) {
        if (!(reply instanceof Resp3Writer)) {
            throw ReplyError.RESP2.exception();
        }
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
        reply.bulk("Some real reply following the push reply");
    }
}
