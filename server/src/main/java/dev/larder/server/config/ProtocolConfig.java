package dev.larder.server.config;

/// What a request may be.
///
/// @param argumentsMax arguments in a request
/// @param bulkBytesMax bytes in an argument
/// @param inlineBytesMax bytes in an inline request, or in a line of any other
/// @param loginArgumentsMax arguments in a request of a client that must log in first
/// @param loginBytesMax bytes in a request of a client that must log in first
public record ProtocolConfig(
        int argumentsMax,
        long bulkBytesMax,
        int inlineBytesMax,
        int loginArgumentsMax,
        int loginBytesMax) {
    static ProtocolConfig read(SettingValues values) {
        return new ProtocolConfig(
                values.integer(ClientDirectives.PROTO_MAX_MULTIBULK_LEN),
                values.get(ClientDirectives.PROTO_MAX_BULK_LEN),
                values.integer(ClientDirectives.PROTO_INLINE_MAX_SIZE),
                values.integer(SecurityDirectives.LOGIN_MAX_ARGS),
                values.integer(SecurityDirectives.LOGIN_MAX_SIZE));
    }
}
