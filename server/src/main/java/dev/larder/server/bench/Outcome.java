package dev.larder.server.bench;

import java.util.List;

/// How all servers did at one workload.
///
/// @param workload its name
/// @param standings one a server that was measured, in the order they were named
public record Outcome(String workload, List<Standing> standings) {}
