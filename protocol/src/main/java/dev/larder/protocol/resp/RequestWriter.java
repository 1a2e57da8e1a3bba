package dev.larder.protocol.resp;

import dev.larder.protocol.bytes.Ascii;
import java.util.List;

/// Spells a request as an array of bulk strings, the only form that takes any bytes.
///
/// The caller asks for the length, makes room, and has the request written there: one copy of the
/// arguments and nothing allocated.
public final class RequestWriter {
    private static final int LINE_END_BYTES = 2;

    private RequestWriter() {}

    /// How many bytes the request of `arguments`, the command's name first, takes.
    ///
    /// @throws ArithmeticException if they are more than an array can hold
    public static int bytes(List<byte[]> arguments) {
        int bytes = headerBytes(arguments.size());
        for (byte[] argument : arguments) {
            int bulk = Math.addExact(headerBytes(argument.length), argument.length);
            bytes = Math.addExact(bytes, Math.addExact(bulk, LINE_END_BYTES));
        }
        return bytes;
    }

    /// Writes the request into `array` at `at`, where there must be room for it, and returns where it
    /// ends.
    public static int write(List<byte[]> arguments, byte[] array, int at) {
        int end = header('*', arguments.size(), array, at);
        for (byte[] argument : arguments) {
            end = header('$', argument.length, array, end);
            System.arraycopy(argument, 0, array, end, argument.length);
            end = lineEnd(array, end + argument.length);
        }
        return end;
    }

    private static int headerBytes(int number) {
        return 1 + Ascii.digits(number) + LINE_END_BYTES;
    }

    private static int header(char type, int number, byte[] array, int at) {
        array[at] = (byte) type;
        return lineEnd(array, Ascii.writeLong(array, at + 1, number));
    }

    private static int lineEnd(byte[] array, int at) {
        array[at] = '\r';
        array[at + 1] = '\n';
        return at + LINE_END_BYTES;
    }
}
