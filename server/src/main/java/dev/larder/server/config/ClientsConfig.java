package dev.larder.server.config;

/// How many clients, for how long, and how much may wait for them.
///
/// @param countMax connections at a time
/// @param idleTimeoutMs a client that sends nothing for so long is closed; 0 never
/// @param requestTimeoutMs an unfinished request is given up after so long
/// @param outputStallTimeoutMs a client that takes no output for so long, with some waiting, is closed
/// @param outputLimits how much output may wait
/// @param queryBufferBytes how much of an unfinished request may be kept for one client
public record ClientsConfig(
        int countMax,
        long idleTimeoutMs,
        long requestTimeoutMs,
        long outputStallTimeoutMs,
        OutputLimits outputLimits,
        long queryBufferBytes) {
    static ClientsConfig read(SettingValues values) {
        return new ClientsConfig(
                values.integer(ClientDirectives.MAXCLIENTS),
                values.get(ClientDirectives.TIMEOUT) * 1_000,
                values.get(ClientDirectives.REQUEST_TIMEOUT),
                values.get(ClientDirectives.OUTPUT_STALL_TIMEOUT),
                values.get(ClientDirectives.CLIENT_OUTPUT_BUFFER_LIMIT),
                values.get(ClientDirectives.CLIENT_QUERY_BUFFER_LIMIT));
    }
}
