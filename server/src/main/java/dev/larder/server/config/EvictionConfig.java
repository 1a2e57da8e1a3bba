package dev.larder.server.config;

/// What goes first when memory is full.
///
/// @param policy the policy, by Redis's name for it
/// @param samples how many entries a sampling policy compares for each victim
/// @param lfuLogFactor how slowly a frequency counter saturates
/// @param lfuDecayMinutes how long an unused frequency counter takes to lose one; 0 never
public record EvictionConfig(String policy, int samples, int lfuLogFactor, int lfuDecayMinutes) {
    static EvictionConfig read(SettingValues values) {
        return new EvictionConfig(
                values.get(MemoryDirectives.MAXMEMORY_POLICY),
                values.integer(MemoryDirectives.MAXMEMORY_SAMPLES),
                values.integer(MemoryDirectives.LFU_LOG_FACTOR),
                values.integer(MemoryDirectives.LFU_DECAY_TIME));
    }
}
