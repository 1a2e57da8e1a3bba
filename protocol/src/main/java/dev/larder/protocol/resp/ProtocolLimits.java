package dev.larder.protocol.resp;

/// How much framing a client may use. What exceeds a limit is a [ProtocolException].
///
/// @param arguments most arguments of a request, its command name included
/// @param bulkBytes longest argument
/// @param inlineBytes longest line: an inline request, or the line that states a count or a length
/// @param preAuthArguments most arguments of a request before the client is authenticated
/// @param preAuthBytes most bytes of all arguments of a request before the client is authenticated
/// @param bigBytes longest argument that is kept on the heap; longer ones are a [BigArgument]
public record ProtocolLimits(
        int arguments,
        long bulkBytes,
        int inlineBytes,
        int preAuthArguments,
        int preAuthBytes,
        int bigBytes) {
    /// The limits of Redis as it is delivered.
    public static final ProtocolLimits DEFAULTS =
            new ProtocolLimits(1 << 20, 512L << 20, 64 << 10, 10, 16 << 10, 64 << 10);

    /// Refuses limits that nobody could keep to.
    public ProtocolLimits {
        require(arguments >= 1, "arguments", arguments);
        require(bulkBytes >= 1, "bulkBytes", bulkBytes);
        require(inlineBytes >= 32, "inlineBytes", inlineBytes);
        require(preAuthArguments >= 1, "preAuthArguments", preAuthArguments);
        require(preAuthBytes >= 32, "preAuthBytes", preAuthBytes);
        require(bigBytes >= 1, "bigBytes", bigBytes);
    }

    private static void require(boolean sane, String name, long limit) {
        if (!sane) {
            throw new IllegalArgumentException(name + " is too small: " + limit);
        }
    }
}
