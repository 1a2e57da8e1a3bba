package dev.larder.server.store.evict;

/// The numbers policies can be tuned by.
///
/// @param samples entries looked at for one victim where a policy samples; 1 to 64
/// @param lfuLogFactor how fast the use count saturates; 0 counts every use
/// @param lfuDecayMinutes idle minutes that take one use off the count; 0 never does
public record PolicySettings(int samples, int lfuLogFactor, int lfuDecayMinutes) {
    /// Redis's values.
    public static final PolicySettings DEFAULT = new PolicySettings(5, 10, 1);
}
