package dev.larder.server.config;

/// All that the server is told, a record a section. Immutable, and valid by construction: it is only
/// made from values that their directives took.
///
/// @param listen where the server listens and with what
/// @param clients how many clients, for how long, and how much may wait for them
/// @param protocol what a request may be
/// @param memory how much is kept, and what goes first
/// @param intern what is stored once for many
/// @param families what of a key is its prefix
/// @param lease who fills missing keys, and what is served meanwhile
/// @param security who may do what
/// @param observe what the server measures and remembers about itself
/// @param process how the process presents itself and how it ends
public record LarderConfig(
        ListenConfig listen,
        ClientsConfig clients,
        ProtocolConfig protocol,
        MemoryConfig memory,
        InternConfig intern,
        FamilyConfig families,
        LeaseConfig lease,
        SecurityConfig security,
        ObserveConfig observe,
        ProcessConfig process) {
    static LarderConfig read(SettingValues values) {
        return new LarderConfig(
                ListenConfig.read(values),
                ClientsConfig.read(values),
                ProtocolConfig.read(values),
                MemoryConfig.read(values),
                InternConfig.read(values),
                FamilyConfig.read(values),
                LeaseConfig.read(values),
                SecurityConfig.read(values),
                ObserveConfig.read(values),
                ProcessConfig.read(values));
    }
}
